import { expect, test } from 'vitest'
import { parseSize, parseTime, writeSize, writeTime } from '../../../../renderer/features/limits/amounts.ts'
import { parseFiles, readDraft, undoOf } from '../../../../renderer/features/limits/draft.ts'
import type { LimitsInForce } from '../../../../src-shared/limits-model.ts'

test.each([
  ['256M', 256 * 1024 ** 2],
  ['1.5G', 1.5 * 1024 ** 3],
  [' 64 MiB ', 64 * 1024 ** 2],
  ['512kb', 512 * 1024],
  ['4097', 4097],
  ['0', 0],
  ['', null],
  ['much', null],
  ['-1', null],
  ['1e9', null],
  ['99999P', null],
])('the size %j is %j bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test('sizes and times are written so that they are read as the same', () => {
  expect([67_108_864, 67_633_152, 4097, 0].map(writeSize)).toEqual(['64M', '66048K', '4097', '0'])
  expect([50_000, 1234, 2_000_000, 0].map(writeTime)).toEqual(['50ms', '1234us', '2s', '0'])
  for (const value of [67_633_152, 4097, 2 ** 40, 0]) expect(parseSize(writeSize(value))).toBe(value)
  for (const value of [50_000, 1234, 2_000_000, 0]) expect(parseTime(writeTime(value))).toBe(value)
  expect(['0.1 s', '50ms', '7', '7x'].map(parseTime)).toEqual([100_000, 50_000, 7, null])
})

const inForce: LimitsInForce = {
  limits: {
    memory: { limit: -1, reservation: -1, swap: null },
    cpu: {
      shares: null,
      weight: 100,
      quota: 50_000,
      period: 100_000,
      burst: 0,
      idle: 0,
      realtimeRuntime: null,
      realtimePeriod: null,
      cpus: '',
      mems: '0',
      effectiveCpus: '0-1',
      effectiveMems: '0',
    },
    pids: { limit: 10 },
    blockIO: { weight: null },
  },
  problems: { 'cpu.burst': 'Too old.' },
  files: { 'cpu.weight': '100', 'memory.high': 'max', 'memory.min': null },
  usage: { memory: 1, pids: 1 },
}
const typed = (text: string) => ({ text, isUnlimited: false })
const unlimited = { text: '', isUnlimited: true }

test('a draft changes what differs from what is in force, and can be undone', () => {
  const { wanted, changes, problems } = readDraft(
    {
      'memory.limit': typed('64M'),
      'memory.high': typed('48M'),
      'cpu.quota': unlimited,
      'cpu.period': typed('100ms'),
      'cpu.weight': typed('20'),
      'pids.limit': typed('10'),
      'cpu.cpus': typed(''),
      // Neither is to be had here.
      'cpu.burst': typed('5ms'),
      'memory.swap': typed('1G'),
    },
    inForce,
  )
  expect(problems).toEqual({})
  expect(changes).toEqual({
    memory: { limit: 64 * 1024 ** 2 },
    cpu: { quota: -1 },
    unified: { 'memory.high': String(48 * 1024 ** 2), 'cpu.weight': '20' },
  })
  expect(undoOf(wanted)).toEqual({
    memory: { limit: -1 },
    cpu: { quota: 50_000 },
    unified: { 'memory.high': 'max', 'cpu.weight': '100' },
  })
})

test('what cannot be read as a value is said, and changes nothing', () => {
  const { changes, problems } = readDraft({ 'memory.limit': typed('lots'), 'pids.limit': typed('') }, inForce)
  expect(changes).toEqual({})
  expect(problems).toEqual({
    'memory.limit': 'A size is needed, such as 256M or 1.5G.',
    'pids.limit': 'A whole number is needed.',
  })
})

test('other files are lines of name and value', () => {
  expect(parseFiles('memory.oom.group = 1\n\nio.max 8:0 rbps=1048576\n')).toEqual({
    'memory.oom.group': '1',
    'io.max': '8:0 rbps=1048576',
  })
  expect(parseFiles('')).toEqual({})
  expect(parseFiles('../etc/passwd = x')).toBeNull()
  expect(parseFiles('memory.high')).toBeNull()
})
