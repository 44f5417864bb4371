import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cpuShares } from '../../../../renderer/features/processes/cpu-shares.ts'
import { ShownOrder } from '../../../../renderer/features/processes/shown-order.ts'
import { nextSort, sortedLines } from '../../../../renderer/features/processes/sort.ts'
import type { ProcessSort } from '../../../../renderer/features/processes/sort.ts'
import { idOf, treeLines } from '../../../../renderer/features/processes/tree.ts'
import { commandOf, userSentence } from '../../../../renderer/features/processes/words.ts'
import type { ProcessRow } from '../../../../src-shared/processes-model.ts'

function processRow(pid: number, parentPid: number, changes: Partial<ProcessRow> = {}): ProcessRow {
  return {
    pid,
    startTime: pid * 10,
    containerPid: pid - 100,
    parentPid,
    isInit: pid === 101,
    stranger: null,
    name: 'sh',
    commandLine: ['sh', `p${pid}`],
    state: 'S',
    threads: 1,
    uid: 0,
    hostUid: 0,
    user: 'root',
    residentBytes: 4096,
    cpuMs: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  }
}

const all = { filter: '', folded: new Set<string>() }
/** By depth and pid, such as `-102`. */
function shape(processes: ProcessRow[], view: { filter: string; folded: Set<string> } = all): string[] {
  return treeLines(processes, view).map(({ depth, process }) => `${'-'.repeat(depth)}${process.pid}`)
}

describe('the tree', () => {
  const family = [processRow(104, 102), processRow(101, 7), processRow(103, 101), processRow(102, 101)]

  test('has init first, then by birth, and what came from outside beside it', () => {
    expect(shape(family)).toEqual(['101', '-102', '--104', '-103'])
    expect(shape([...family, processRow(99, 7), processRow(105, 99)])).toEqual([
      '101',
      '-102',
      '--104',
      '-103',
      '99',
      '-105',
    ])
  })

  test('is filtered by whose a process is, where it only shares the cgroup', () => {
    const guest = processRow(99, 7, { stranger: { container: 'web-2' } })
    const moved = processRow(98, 7, { stranger: { container: null } })
    expect(shape([...family, guest, moved], { filter: 'of web-2', folded: new Set() })).toEqual(['99'])
    expect(shape([...family, guest, moved], { filter: 'not of this', folded: new Set() })).toEqual(['98'])
  })

  test('folds, and with a filter shows what matches below its ancestors, folded or not', () => {
    const folded = new Set([idOf(processRow(102, 101))])
    expect(shape(family, { filter: '', folded })).toEqual(['101', '-102', '-103'])
    expect(shape(family, { filter: 'P104', folded })).toEqual(['101', '-102', '--104'])
    expect(treeLines(family, { filter: 'p104 sleeping', folded }).map(({ isMatch }) => isMatch)).toEqual([
      false,
      false,
      true,
    ])
    expect(shape(family, { filter: 'nobody', folded })).toEqual([])
  })

  test('loses nothing to a pid that came again, to a circle, or to a chain of thousands', () => {
    // Its parent's pid is another's by now, who is younger.
    expect(shape([processRow(101, 7), processRow(110, 120), processRow(120, 101)])).toEqual([
      '101',
      '-120',
      '110',
    ])
    const circle = [processRow(110, 120, { startTime: 5 }), processRow(120, 110, { startTime: 5 })]
    expect(shape(circle)).toHaveLength(2)
    const chain = Array.from({ length: 5000 }, (_, index) => processRow(101 + index, 100 + index))
    expect(treeLines(chain, all).at(-1)).toMatchObject({ depth: 4999 })
  })
})

test('a share of a core is known from the second reading on, and never of another process', () => {
  const first = { readAt: 1000, omitted: 0, processes: [processRow(101, 7, { cpuMs: 100 })] }
  const later = {
    readAt: 3000,
    omitted: 0,
    processes: [processRow(101, 7, { cpuMs: 600 }), processRow(102, 101, { cpuMs: 50 })],
  }
  expect(cpuShares(null, first).size).toBe(0)
  expect([...cpuShares(first, later)]).toEqual([['101:1010', 0.25]])
  const reused = { ...later, processes: [processRow(101, 7, { startTime: 2000, cpuMs: 5 })] }
  expect(cpuShares(first, reused).size).toBe(0)
})

test('what has no command line is told by its name, and users with both of their numbers', () => {
  expect(commandOf({ commandLine: [], name: 'kworker' })).toBe('[kworker]')
  expect(userSentence({ user: 'www', uid: 33, hostUid: 100_033 })).toBe(
    'www: user 33 in the container, 100033 on the host',
  )
  expect(userSentence({ user: null, uid: 0, hostUid: 0 })).toBe('user 0')
})

describe('sorted', () => {
  const one = processRow(101, 7, { commandLine: ['web10'], residentBytes: null })
  const two = processRow(102, 101, { commandLine: ['web9'], residentBytes: 100 })
  const three = processRow(103, 102, { commandLine: ['apart'], residentBytes: 300 })
  const four = processRow(104, 102, { commandLine: ['web10'], residentBytes: 100 })
  const family = [four, three, two, one]
  const cpu = new Map([
    [idOf(two), 0.5],
    [idOf(four), 0.02],
  ])
  const pids = (sort: ProcessSort, filter = ''): number[] =>
    sortedLines(family, { filter, sort, cpu }).map(({ process }) => process.pid)

  test('they are a plain list by a figure or a text, what is not known last, equals by age', () => {
    expect(pids({ key: 'cpu', isDescending: true })).toEqual([102, 104, 101, 103])
    expect(pids({ key: 'cpu', isDescending: false })).toEqual([104, 102, 101, 103])
    expect(pids({ key: 'memory', isDescending: true })).toEqual([103, 102, 104, 101])
    expect(pids({ key: 'command', isDescending: false })).toEqual([103, 102, 101, 104])
    expect(pids({ key: 'pid', isDescending: true })).toEqual([104, 103, 102, 101])
    expect(pids({ key: 'pid', isDescending: false }, 'WEB')).toEqual([101, 102, 104])
    const lines = sortedLines(family, { filter: '', sort: { key: 'user', isDescending: false }, cpu })
    expect(lines.every(({ depth, hasChildren }) => depth === 0 && !hasChildren)).toBe(true)
  })

  test('a head sorts, turns round, and gives the tree back; figures begin with the most', () => {
    const most = nextSort(null, 'memory')
    expect(most).toEqual({ key: 'memory', isDescending: true })
    const least = nextSort(most, 'memory')
    expect(least).toEqual({ key: 'memory', isDescending: false })
    expect(nextSort(least, 'memory')).toBeNull()
    expect(nextSort(most, 'command')).toEqual({ key: 'command', isDescending: false })
    expect(nextSort(nextSort(nextSort(null, 'user'), 'user'), 'user')).toBeNull()
  })

  describe('stand', () => {
    beforeEach(() => vi.useFakeTimers())
    afterEach(() => vi.useRealTimers())
    const sort: ProcessSort = { key: 'memory', isDescending: true }
    const linesOf = (...rows: ProcessRow[]) => sortedLines(rows, { filter: '', sort, cpu })
    const pidsOf = (lines: ReturnType<typeof linesOf>) => lines.map(({ process }) => process.pid)
    const larger = { ...two, residentBytes: 900 }
    const newcomer = processRow(109, 101, { residentBytes: 1000 })
    const other = processRow(110, 101, { residentBytes: 2000 })

    test('where they stood while one aims at them, with what comes below; and anew when one rests', () => {
      const order = new ShownOrder()
      const arrange = (...rows: ProcessRow[]) => pidsOf([...order.arrange(linesOf(...rows), 'memory', true)])
      expect(arrange(two, three)).toEqual([103, 102])
      order.aim()
      expect(arrange(larger, three)).toEqual([103, 102])
      expect(arrange(larger, three, newcomer)).toEqual([103, 102, 109])
      expect(arrange(larger, three, newcomer, other)).toEqual([103, 102, 109, 110])
      expect(arrange(larger, newcomer, other)).toEqual([102, 109, 110])
      vi.advanceTimersByTime(4000)
      expect(arrange(larger, newcomer, other)).toEqual([110, 109, 102])
    })

    test('otherwise at once by another figure or filter, and as they were while the figure is not known', () => {
      const order = new ShownOrder()
      const rows = linesOf(two, three)
      order.aim()
      expect(pidsOf([...order.arrange(rows, 'memory', true)])).toEqual([103, 102])
      expect(pidsOf([...order.arrange(rows.toReversed(), 'cpu', true)])).toEqual([102, 103])
      vi.advanceTimersByTime(4000)
      expect(pidsOf([...order.arrange(rows, 'cpu', false)])).toEqual([102, 103])
      expect(pidsOf([...order.arrange(rows, 'cpu', true)])).toEqual([103, 102])
    })
  })
})
