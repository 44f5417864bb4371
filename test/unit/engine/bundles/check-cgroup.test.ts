import { expect, test } from 'vitest'
import { cgroupWarning } from '../../../../electron/engine/bundles/check-cgroup.ts'

const cgroup = { directory: '/sys/fs/cgroup/c', isFrozen: false, isRefused: false }
const named = 'Its config.json names the cgroup /c'

test.each([
  [cgroup, [], null],
  [
    cgroup,
    ['web'],
    `${named}, in which “web” lives: pausing, limits and killing everything in it would hit both.`,
  ],
  [
    cgroup,
    ['a', 'b', 'c', 'd'],
    `${named}, in which “a”, “b” and 2 more live: pausing, limits and killing everything in it would hit all of them.`,
  ],
  [
    { ...cgroup, isRefused: true },
    ['web'],
    `${named}, in which “web” lives: this runc makes no container in a cgroup that is in use.`,
  ],
  [
    { ...cgroup, isRefused: true },
    [],
    `${named}, which has processes in it: this runc makes no container in a cgroup that is in use.`,
  ],
  [
    { ...cgroup, isFrozen: true, isRefused: true },
    ['web'],
    `${named}, which is frozen: “web” is paused in it, and runc makes no container in a frozen cgroup. Resume “web” first.`,
  ],
  [
    { ...cgroup, isFrozen: true, isRefused: true },
    [],
    `${named}, which is frozen: runc makes no container in a frozen cgroup.`,
  ],
])('%#', (found, names, sentence) => {
  expect(cgroupWarning('/c', found, names)).toBe(sentence)
})
