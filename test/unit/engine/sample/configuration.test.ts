import { expect, it } from 'vitest'
import { adapt } from '../../../../electron/engine/sample/configuration.ts'

it('keeps what runc wrote and makes it comfortable', () => {
  const spec = {
    ociVersion: '1.0.2',
    process: {
      terminal: true,
      user: { uid: 0, gid: 0 },
      args: ['sh'],
      cwd: '/',
      noNewPrivileges: true,
      capabilities: { bounding: ['CAP_KILL'], inheritable: ['CAP_KILL'], ambient: ['CAP_KILL'] },
    },
    root: { path: 'rootfs', readonly: true },
    hostname: 'runc',
    linux: { namespaces: [{ type: 'pid' }] },
  }
  expect(adapt(spec, 'sample-1')).toEqual({
    ociVersion: '1.0.2',
    hostname: 'sample-1',
    root: { path: 'rootfs', readonly: false },
    linux: { namespaces: [{ type: 'pid' }] },
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: ['/bin/sh', '-c', expect.stringContaining('trap')],
      cwd: '/root',
      noNewPrivileges: true,
      capabilities: { bounding: ['CAP_KILL'] },
      env: expect.arrayContaining(['HOME=/root', 'TERM=xterm-256color', 'PS1=\\u@\\h:\\w\\$ ']),
    },
  })
})
