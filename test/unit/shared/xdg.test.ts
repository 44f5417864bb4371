import { expect, it } from 'vitest'
import { findPlaces as findEnginePlaces } from '../../../electron/engine/paths/places.ts'
import { findPlaces as findMainPlaces } from '../../../electron/main/places.ts'
import { absolutePath, findAppFolders } from '../../../src-shared/xdg.ts'

it('is one folder with everything when that is asked for', () => {
  expect(findAppFolders({ RUNC_DESKTOP_HOME: '/all/', HOME: '/home/ann' }, 0, '/root')).toEqual({
    config: '/all/config',
    data: '/all/data',
    state: '/all/state',
  })
})

it.each([
  ['/a', '/a'],
  ['/a//', '/a'],
  ['/', '/'],
  ['a', null],
  ['', null],
  [undefined, null],
])('takes %j for %j', (path, expected) => {
  expect(absolutePath(path)).toBe(expected)
})

it.each([
  [{ HOME: '/home/ann' }, 1000],
  [{ HOME: 'ann', XDG_STATE_HOME: '/s' }, 1000],
  [{ XDG_STATE_HOME: 's' }, 1000],
  [{ RUNC_DESKTOP_HOME: '/all' }, 1000],
  [{}, 0],
])('main and the engine agree on where state lies (%j, %i)', (environment, uid) => {
  const home = '/home/bob'
  const engine = findEnginePlaces({
    environment,
    uid,
    homeDirectory: home,
    temporaryDirectory: '/tmp',
    isOurs: () => true,
  })
  expect(findMainPlaces(environment, uid, home).userData).toBe(`${engine.state}/electron`)
})
