import { describe, expect, it } from 'vitest'
import { findPlaces, type Surroundings } from '../../../../electron/engine/paths/places.ts'

function places(changes: Partial<Surroundings> = {}) {
  return findPlaces({
    environment: {},
    uid: 1000,
    homeDirectory: '/home/ada',
    temporaryDirectory: '/tmp',
    isOurs: (directory) => directory === '/run/user/1000',
    ...changes,
  })
}

describe('places', () => {
  it('of a user are those of XDG, with its defaults', () => {
    expect(places()).toEqual({
      config: '/home/ada/.config/runc-desktop',
      data: '/home/ada/.local/share/runc-desktop',
      state: '/home/ada/.local/state/runc-desktop',
      run: '/run/user/1000/runc-desktop',
      sockets: '/run/user/1000/runc-desktop/sockets',
      runcRoot: '/run/user/1000/runc',
      isRootGiven: false,
      userRun: '/run/user/1000',
      warnings: [],
    })
  })

  it('of a user are where XDG says, unless it says it relatively', () => {
    const environment = {
      XDG_DATA_HOME: '/d',
      XDG_STATE_HOME: 'relative',
      XDG_RUNTIME_DIR: '/r',
      RUNC_DESKTOP_RUNC_ROOT: '',
    }
    expect(places({ environment })).toMatchObject({
      data: '/d/runc-desktop',
      state: '/home/ada/.local/state/runc-desktop',
      run: '/r/runc-desktop',
      runcRoot: '/r/runc',
    })
  })

  it('of a user without a run directory are private ones, and the user is told', () => {
    expect(places({ isOurs: () => false })).toMatchObject({
      run: '/tmp/runc-desktop-1000',
      sockets: '/tmp/runc-desktop-1000/sockets',
      runcRoot: '/tmp/runc-desktop-1000/runc',
      warnings: [
        'XDG_RUNTIME_DIR is not set and /run/user/1000 is not there, so /tmp/runc-desktop-1000 is used instead.',
      ],
    })
  })

  it('of root are the system’s, whatever XDG says', () => {
    const environment = { XDG_DATA_HOME: '/d', XDG_RUNTIME_DIR: '/r' }
    expect(places({ uid: 0, environment, isOurs: () => true })).toMatchObject({
      config: '/etc/runc-desktop',
      data: '/var/lib/runc-desktop',
      state: '/var/lib/runc-desktop/state',
      run: '/run/runc-desktop',
      sockets: '/run/runc-desktop/sockets',
      runcRoot: '/run/runc',
      warnings: [],
    })
  })

  it('are where they are told to be', () => {
    const environment = { RUNC_DESKTOP_HOME: '/x', RUNC_DESKTOP_RUNC_ROOT: '/y' }
    for (const uid of [0, 1000]) {
      expect(places({ uid, environment })).toMatchObject({
        config: '/x/config',
        isRootGiven: true,
        data: '/x/data',
        state: '/x/state',
        run: '/x/run',
        sockets: '/x/run/sockets',
        runcRoot: '/y',
        warnings: [],
      })
    }
    expect(places({ uid: 0, environment: { RUNC_DESKTOP_HOME: '/x' } }).runcRoot).toBe('/run/runc')
  })

  it('for sockets are short, one for each long one', () => {
    const sockets = (home: string, isOurs: boolean) =>
      places({ environment: { RUNC_DESKTOP_HOME: `/${home.repeat(60)}` }, isOurs: () => isOurs }).sockets
    const short = sockets('a', true)
    expect(short).toMatch(/^\/run\/user\/1000\/runc-desktop-1000-[0-9a-f]{10}$/)
    expect(sockets('a', true)).toBe(short)
    expect(sockets('b', true)).not.toBe(short)
    expect(sockets('é', false)).toMatch(/^\/tmp\/runc-desktop-1000-/)
    const temporaryDirectory = `/${'t'.repeat(100)}`
    const environment = { RUNC_DESKTOP_HOME: `/${'h'.repeat(100)}` }
    expect(places({ environment, temporaryDirectory, isOurs: () => false }).sockets).toMatch(/^\/tmp\/runc-/)
  })
})
