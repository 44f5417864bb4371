import { expect, test } from 'vitest'
import { engineEnvironment } from '../../../../electron/main/engines/environment.ts'

test('an engine inherits what it needs, and nothing else', () => {
  const needed = {
    PATH: '/usr/bin',
    LANG: 'de_DE.UTF-8',
    LC_ALL: 'C',
    TERM: 'xterm',
    HOME: '/home/ann',
    USER: 'ann',
    XDG_RUNTIME_DIR: '/run/user/1000',
    RUNC_DESKTOP_HOME: '/tmp/x',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x',
  }
  const dropped = {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '--inspect',
    NODE_EXTRA_CA_CERTS: '/x',
    GOOGLE_API_KEY: 'secret',
    LD_PRELOAD: '/x.so',
    PATHS: 'x',
  }
  expect(engineEnvironment({ ...needed, ...dropped })).toEqual(needed)
})
