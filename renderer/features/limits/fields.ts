// Every limit that `runc update` takes: where its value is, how it is written, and where a change of it goes.
import type { LimitChanges, LimitsInForce } from '../../../src-shared/limits-model.ts'
import { parseCount, parseSize, parseTime, writeSize, writeTime } from './amounts.ts'

export interface LimitField {
  /** Unique; also its name among the engine's problems, unless `problem` says another. */
  name: string
  label: string
  help: string
  kind: 'size' | 'time' | 'count' | 'list' | 'text' | 'switch'
  /** It can be taken away as a whole. */
  canBeUnlimited: boolean
  /** Of `LimitsInForce.problems`. */
  problem: string
  /** In force: a number, or text; -1 for no limit, null for what is not there. */
  read: (inForce: LimitsInForce) => number | string | null
  /** Puts a value among the changes. */
  write: (changes: LimitChanges, value: number | string) => LimitChanges
}

export interface LimitGroup {
  name: string
  fields: readonly LimitField[]
}

type GroupName = 'memory' | 'cpu' | 'pids' | 'blockIO' | 'intelRdt'

interface Described {
  label: string
  help: string
  kind: LimitField['kind']
  canBeUnlimited?: boolean
}

function field(group: GroupName, name: string, described: Described): LimitField {
  return {
    canBeUnlimited: false,
    ...described,
    name: `${group}.${name}`,
    problem: `${group}.${name}`,
    read: ({ limits }) => {
      const members: Readonly<Record<string, number | string | null>> =
        group === 'intelRdt' ? {} : limits[group]
      return members[name] ?? (described.kind === 'text' ? '' : null)
    },
    write: (changes, value) => ({ ...changes, [group]: { ...changes[group], [name]: value } }),
  }
}

/** A file of the unified hierarchy, which runc writes as it is. */
function unified(file: string, described: Described): LimitField {
  return {
    canBeUnlimited: false,
    ...described,
    name: file,
    problem: 'unified',
    read: ({ files }) => {
      const text = files[file] ?? null
      if (text === null) return null
      return text === 'max' ? -1 : Number(text)
    },
    write: (changes, value) => ({
      ...changes,
      unified: { ...changes.unified, [file]: value === -1 ? 'max' : String(value) },
    }),
  }
}

const unlimited = { canBeUnlimited: true } as const

/** Files that are read beside the limits. */
export const files = ['cpu.weight', 'memory.high', 'memory.min'] as const

export const groups: readonly LimitGroup[] = [
  {
    name: 'Memory',
    fields: [
      field('memory', 'limit', {
        label: 'Memory',
        help: 'Beyond it the kernel kills.',
        kind: 'size',
        ...unlimited,
      }),
      field('memory', 'swap', {
        label: 'Memory and swap',
        help: 'Both together; at least the limit above.',
        kind: 'size',
        ...unlimited,
      }),
      field('memory', 'reservation', {
        label: 'Reservation',
        help: 'What it keeps when memory is short.',
        kind: 'size',
        ...unlimited,
      }),
      unified('memory.high', {
        label: 'Slowed down from',
        help: 'memory.high: the kernel takes back from here on.',
        kind: 'size',
        ...unlimited,
      }),
      unified('memory.min', {
        label: 'Never taken back',
        help: 'memory.min: below it nothing is reclaimed.',
        kind: 'size',
        ...unlimited,
      }),
    ],
  },
  {
    name: 'CPU',
    fields: [
      field('cpu', 'quota', {
        label: 'Quota',
        help: 'Processor time in each period, over all cores.',
        kind: 'time',
        ...unlimited,
      }),
      field('cpu', 'period', { label: 'Period', help: '1 ms to 1 s.', kind: 'time' }),
      field('cpu', 'burst', { label: 'Burst', help: 'Quota that may be saved up.', kind: 'time' }),
      field('cpu', 'shares', {
        label: 'Shares',
        help: 'Weight among its neighbours, 2 to 262,144.',
        kind: 'count',
      }),
      unified('cpu.weight', {
        label: 'Weight',
        help: 'cpu.weight: among its neighbours, 1 to 10,000.',
        kind: 'count',
      }),
      field('cpu', 'idle', {
        label: 'Idle only',
        help: 'It runs when nobody else wants to.',
        kind: 'switch',
      }),
      field('cpu', 'cpus', { label: 'Processors', help: 'Such as 0-3,7.', kind: 'list' }),
      field('cpu', 'mems', { label: 'Memory nodes', help: 'Such as 0.', kind: 'list' }),
      field('cpu', 'realtimeRuntime', {
        label: 'Realtime',
        help: 'Time for realtime tasks in each period.',
        kind: 'time',
        ...unlimited,
      }),
      field('cpu', 'realtimePeriod', {
        label: 'Realtime period',
        help: 'How often that begins anew.',
        kind: 'time',
      }),
    ],
  },
  {
    name: 'Others',
    fields: [
      field('pids', 'limit', {
        label: 'Pids',
        help: 'Processes and threads together.',
        kind: 'count',
        ...unlimited,
      }),
      field('blockIO', 'weight', {
        label: 'Block I/O weight',
        help: 'Among its neighbours, 10 to 1000.',
        kind: 'count',
      }),
      field('intelRdt', 'l3CacheSchema', {
        label: 'L3 cache',
        help: 'A schema such as L3:0=f;1=f0.',
        kind: 'text',
      }),
      field('intelRdt', 'memBwSchema', {
        label: 'Memory bandwidth',
        help: 'A schema such as MB:0=20;1=70.',
        kind: 'text',
      }),
    ],
  },
]

export const allFields: readonly LimitField[] = groups.flatMap((group) => group.fields)

/** Why a limit cannot be changed here; null when it can. */
export function problemOf({ problem, read }: LimitField, inForce: LimitsInForce): string | null {
  return inForce.problems[problem] ?? (read(inForce) === null ? 'The kernel does not have it here.' : null)
}

/** As one would type it; empty for no limit and for what is not there. */
export function writeValue({ kind }: LimitField, value: number | string | null): string {
  if (value === null || value === -1) return ''
  if (typeof value === 'string') return value
  if (kind === 'size') return writeSize(value)
  return kind === 'time' ? writeTime(value) : String(value)
}

/** Null for what does not say a value. */
export function parseValue({ kind }: LimitField, text: string): number | string | null {
  if (kind === 'size') return parseSize(text)
  if (kind === 'time') return parseTime(text)
  if (kind === 'count' || kind === 'switch') return parseCount(text)
  return text.trim() === '' ? null : text.trim()
}

export const wantedText: Readonly<Record<LimitField['kind'], string>> = {
  size: 'A size is needed, such as 256M or 1.5G.',
  time: 'A time is needed, such as 50ms or 100000us.',
  count: 'A whole number is needed.',
  list: 'A list is needed, such as 0-3,7.',
  text: 'A schema is needed.',
  switch: '',
}

/** A value in words. */
export function valueText(one: LimitField, value: number | string | null): string {
  if (value === null) return '–'
  if (value === -1) return 'unlimited'
  if (one.kind === 'switch') return value === 1 ? 'on' : 'off'
  return value === '' ? 'not set' : writeValue(one, value)
}
