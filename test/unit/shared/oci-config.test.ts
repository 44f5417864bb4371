import { expect, it } from 'vitest'
import { readSpec } from '../../../src-shared/oci-config.ts'

it('takes what is right and passes over what is wrong', () => {
  expect(
    readSpec({
      ociVersion: 1,
      hostname: 'web',
      process: { args: ['sh'], cwd: 5, user: 'root', env: [1], terminal: 'yes' },
      root: { path: 'rootfs', readonly: true },
      linux: { namespaces: [{ type: 'pid' }, { type: 'network', path: '/run/netns/a' }] },
      annotations: { a: 1 },
    }),
  ).toEqual({
    ociVersion: '',
    hostname: 'web',
    process: {
      terminal: false,
      args: ['sh'],
      env: [],
      cwd: '/',
      user: { uid: 0, gid: 0, additionalGids: [] },
      capabilities: null,
    },
    root: { path: 'rootfs', readonly: true },
    linux: {
      namespaces: [
        { type: 'pid', path: null },
        { type: 'network', path: '/run/netns/a' },
      ],
      cgroupsPath: null,
    },
    annotations: {},
  })
})

it.each([null, 5, 'text', [], undefined])('is nothing when it is %j', (value) => {
  expect(readSpec(value)).toBeNull()
})

it('makes do with nothing', () => {
  expect(readSpec({})).toMatchObject({ process: null, root: null, hostname: null })
})
