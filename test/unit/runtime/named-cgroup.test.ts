// Where runc looks for the cgroup that a config.json names: libcontainer's rules of each version of cgroups.
import { expect, test } from 'vitest'
import { pathIn, systemdPath } from '../../../electron/runtime/named-cgroup.ts'

const v1 = '9:name=systemd:/init\n5:devices:/user/dev\n1:cpu,cpuacct:/user/cpu\n0::/u\n'
const v2 = '0::/user.slice/app.scope\n'

test.each([
  ['devices', '/a/b', 'v1', v1, '/a/b'],
  ['devices', '/a/../../b/', 'v1', v1, '/b'],
  ['devices', 'a', 'v1', v1, '/user/dev/a'],
  ['devices', '../../a', 'hybrid', v1, '/user/dev/a'],
  ['cpuacct', 'a', 'v1', v1, '/user/cpu/a'],
  ['freezer', 'a', 'v1', v1, '/a'],
  ['', 'a', 'v2', v2, '/user.slice/a'],
  ['', 'a', 'v2', '0::/\n', '/a'],
  // Without systemd it is a path like any other.
  ['devices', 'system.slice:runc:a', 'v1', v1, '/user/dev/system.slice:runc:a'],
] as const)('in “%s” the name %s on %s', (hierarchy, name, mode, own, path) => {
  expect(pathIn(hierarchy, name, mode, own)).toBe(path)
})

test.each([
  ['system.slice:runc:web', '/system.slice/runc-web.scope'],
  [':runc:web', '/system.slice/runc-web.scope'],
  ['user-1000.slice:docker:web', '/user.slice/user-1000.slice/docker-web.scope'],
  ['a-b-c.slice:p:n.slice', '/a.slice/a-b.slice/a-b-c.slice/n.slice'],
  ['-.slice:p:n', '/p-n.scope'],
  ['/web', null],
])('systemd has %s at %s', (name, path) => {
  expect(systemdPath(name)).toBe(path)
})
