import { expect, test } from 'vitest'
import { findPlaces } from '../../../electron/main/places.ts'

test('a user’s places follow XDG, with its defaults', () => {
  expect(findPlaces({ HOME: '/home/ann' }, 1000, '/other')).toEqual({
    config: '/home/ann/.config/runc-desktop',
    userData: '/home/ann/.local/state/runc-desktop/electron',
    crashDumps: '/home/ann/.local/state/runc-desktop/crashes',
    log: '/home/ann/.local/state/runc-desktop/logs/main.log',
  })
  expect(
    findPlaces({ HOME: '/home/ann', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, 1000, '/other'),
  ).toEqual({
    config: '/c/runc-desktop',
    userData: '/s/runc-desktop/electron',
    crashDumps: '/s/runc-desktop/crashes',
    log: '/s/runc-desktop/logs/main.log',
  })
})

test('relative and empty paths are ignored, as the specification says', () => {
  const places = findPlaces({ HOME: '', XDG_CONFIG_HOME: 'conf', XDG_STATE_HOME: '' }, 1000, '/home/ann')
  expect(places.config).toBe('/home/ann/.config/runc-desktop')
  expect(places.log).toBe('/home/ann/.local/state/runc-desktop/logs/main.log')
})

test('root has the system’s folders, whatever XDG says', () => {
  expect(findPlaces({ HOME: '/root', XDG_CONFIG_HOME: '/c' }, 0, '/root')).toEqual({
    config: '/etc/runc-desktop',
    userData: '/var/lib/runc-desktop/state/electron',
    crashDumps: '/var/lib/runc-desktop/state/crashes',
    log: '/var/lib/runc-desktop/state/logs/main.log',
  })
})

test('RUNC_DESKTOP_HOME takes all of them under one folder', () => {
  expect(findPlaces({ HOME: '/root', RUNC_DESKTOP_HOME: '/tmp/x' }, 0, '/root')).toEqual({
    config: '/tmp/x/config',
    userData: '/tmp/x/state/electron',
    crashDumps: '/tmp/x/state/crashes',
    log: '/tmp/x/state/logs/main.log',
  })
})
