// config.json: where it is wrong, what is derived from it, and that nothing is lost on the way.
import { describe, expect, test } from 'vitest'
import { deriveConfig } from '../../../electron/runtime/bundle.ts'
import type { Bundle } from '../../../electron/runtime/bundle.ts'
import { editJson, findJsonFault } from '../../../electron/runtime/json-text.ts'

describe('where JSON is wrong', () => {
  test.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a":1', 1, 7],
    ['{"a":1,}', 1, 8],
    ['{\n  "a": [1, 2,\n  ]\n}', 3, 3],
    ['{"a" 1}', 1, 6],
    ['{a:1}', 1, 2],
    ['[1 2]', 1, 4],
    ['{"a": tru}', 1, 7],
    ['{"a": 01}', 1, 8],
    ['{"a": "x\ny"}', 1, 9],
    ['{"a": "\\q"}', 1, 8],
    ['{} x', 1, 4],
    ['[]]', 1, 3],
    ['\uFEFF{}', 1, 1],
    ['{"a": "unterminated', 1, 20],
    ['{"ü": "é",, }', 1, 11],
  ])('%j', (text, line, column) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(findJsonFault(text)).toEqual({ line, column })
  })

  test('deep and long texts need no stack', () => {
    expect(findJsonFault('['.repeat(200_000))).toEqual({ line: 1, column: 200_001 })
    expect(findJsonFault(`["${'x\\n'.repeat(1_000_000)}",]`).column).toBe(3_000_005)
  })
})

describe('numbers beyond 2^53', () => {
  test('keep every digit', () => {
    const text =
      '{"hard":18446744073709551615,"low":-9223372036854775808,"small":5,"s":"18446744073709551615"}'
    expect(editJson(text, (value) => value)).toBe(text)
  })

  test('also beside quotes and escapes', () => {
    const text = String.raw`{"a\"18446744073709551615":[18446744073709551615,"\\",1e30]}`
    expect(editJson(text, (value) => value)).toBe(text.replace('1e30', '1e+30'))
  })
})

describe('the config.json that runc is given', () => {
  const bundleOf = (config: unknown): Bundle => ({
    path: '/user/bundle',
    text: JSON.stringify(config),
    args: ['sh'],
    rootfs: '/user/bundle/rootfs',
    terminal: false,
    hostname: null,
    cgroupsPath: null,
  })
  const config = {
    ociVersion: '1.0.2',
    process: { args: ['sh'], terminal: false, cwd: '/' },
    root: { path: 'rootfs', readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/a', type: 'bind', source: 'data' },
      { destination: '/b', source: './data', options: ['rbind', 'ro'] },
      { destination: '/c', type: 'none', source: '/abs', options: ['bind'] },
      { destination: '/d', type: 'tmpfs', source: 'tmpfs', options: ['nosuid'] },
      'nonsense',
    ],
    linux: { namespaces: [{ type: 'pid' }, { type: 'network', path: 'ns/net' }], seccomp: { x: 1 } },
    custom: { kept: true },
  }

  test('is the user’s with absolute paths, the terminal as asked and its own cgroup', () => {
    const derived: unknown = JSON.parse(
      deriveConfig(bundleOf(config), { terminal: true, cgroupsPath: '/rd/x' }),
    )
    expect(derived).toEqual({
      ...config,
      process: { args: ['sh'], terminal: true, cwd: '/' },
      root: { path: '/user/bundle/rootfs', readonly: true },
      mounts: [
        { destination: '/proc', type: 'proc', source: 'proc' },
        { destination: '/a', type: 'bind', source: '/user/bundle/data' },
        { destination: '/b', source: '/user/bundle/data', options: ['rbind', 'ro'] },
        { destination: '/c', type: 'none', source: '/abs', options: ['bind'] },
        { destination: '/d', type: 'tmpfs', source: 'tmpfs', options: ['nosuid'] },
        'nonsense',
      ],
      linux: {
        namespaces: [{ type: 'pid' }, { type: 'network', path: '/user/bundle/ns/net' }],
        seccomp: { x: 1 },
        cgroupsPath: '/rd/x',
      },
    })
  })

  test('names no cgroup where none can be made, and keeps the user’s', () => {
    const derive = (linux: object): unknown =>
      (
        JSON.parse(
          deriveConfig(bundleOf({ ...config, linux }), { terminal: false, cgroupsPath: null }),
        ) as typeof config
      ).linux
    expect([derive({}), derive({ cgroupsPath: '/theirs' })]).toEqual([{}, { cgroupsPath: '/theirs' }])
  })
})
