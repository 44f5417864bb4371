// Whose a process in a shared cgroup is: by descent, then by namespaces, and the container's own where nobody can tell.
import { expect, test } from 'vitest'
import { findStrangers, type Relative } from '../../../../electron/engine/processes/strangers.ts'

/** Init is 10, the init of another container 20. */
function relative(pid: number, parentPid: number, startTime = pid): Relative {
  return { pid, parentPid, startTime, isInit: pid === 10 }
}
function strangers(
  processes: Relative[],
  namespaces: Record<number, { mnt: string | null; pid: string | null }> = {},
): Record<string, number | 'nobody'> {
  const all = { 10: { mnt: 'a', pid: 'p' }, 20: { mnt: 'b', pid: 'q' }, ...namespaces }
  const namespaceOf = (pid: number, name: 'mnt' | 'pid') =>
    (all as Record<number, { mnt: string | null; pid: string | null }>)[pid]?.[name] ?? null
  return Object.fromEntries(findStrangers(processes, new Set([20]), namespaceOf))
}
const inits = [relative(10, 1), relative(20, 2)]

test('descendants are their init’s, whatever namespaces they have made and however they are listed', () => {
  const family = [relative(31, 30), relative(30, 20), relative(12, 11), relative(11, 10), ...inits]
  expect(strangers(family, { 31: { mnt: 'x', pid: 'y' } })).toEqual({ 20: 20, 30: 20, 31: 20 })
})

test('what was added from outside is where its mounts are, or else its pids', () => {
  const added = [relative(40, 7), relative(41, 7), relative(42, 41), relative(43, 7), relative(44, 7)]
  expect(
    strangers([...inits, ...added], {
      40: { mnt: 'a', pid: 'p' },
      41: { mnt: 'b', pid: 'q' },
      43: { mnt: 'x', pid: 'q' },
      44: { mnt: 'x', pid: 'p' },
    }),
  ).toEqual({ 20: 20, 41: 20, 42: 20, 43: 20 })
})

test('what is in none of them is nobody’s', () => {
  expect(strangers([...inits, relative(50, 7), relative(51, 50)], { 50: { mnt: 'h', pid: 'h' } })).toEqual({
    20: 20,
    50: 'nobody',
    51: 'nobody',
  })
})

test('nothing is claimed of what cannot be seen, or without an init to compare with', () => {
  expect(strangers([...inits, relative(60, 7)], { 60: { mnt: null, pid: null } })).toEqual({ 20: 20 })
  expect(strangers([relative(20, 2), relative(60, 7)], { 60: { mnt: 'h', pid: 'h' } })).toEqual({})
})
