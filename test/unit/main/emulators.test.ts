// The user's own terminal emulator: which is taken, and how it is told what to run.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emulatorCommand, findEmulator } from '../../../electron/main/outside/emulators.ts'

let folder = ''

function program(...names: string[]): string {
  const bin = mkdtempSync(join(folder, 'bin-'))
  for (const name of names) {
    writeFileSync(join(bin, name), '#!/bin/sh\n')
    chmodSync(join(bin, name), 0o755)
  }
  return bin
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rd-emulators-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('TERMINAL comes first, then the usual ones in their order', () => {
  const bin = program('xterm', 'konsole', 'kitty')
  expect([
    findEmulator({ PATH: bin })?.name,
    findEmulator({ PATH: bin, TERMINAL: 'kitty' })?.name,
    findEmulator({ PATH: bin, TERMINAL: join(bin, 'xterm') })?.name,
    findEmulator({ PATH: bin, TERMINAL: 'not-there' })?.name,
  ]).toEqual(['konsole', 'kitty', 'xterm', 'konsole'])
})

test('there may be none; and what is no program, an option or a relative path is none', () => {
  const bin = program()
  writeFileSync(join(bin, 'xterm'), 'not executable')
  mkdirSync(join(bin, 'konsole'))
  expect([
    findEmulator({ PATH: bin }),
    findEmulator({ PATH: bin, TERMINAL: '--help' }),
    findEmulator({ PATH: bin, TERMINAL: './xterm' }),
    findEmulator({}),
  ]).toEqual([null, null, null, null])
})

test('the command is handed over argument by argument', () => {
  const argv = ['/usr/bin/runc', 'exec', '-t', 'web; reboot', 'sh']
  expect([
    emulatorCommand({ name: 'xterm', path: '/usr/bin/xterm' }, argv),
    emulatorCommand({ name: 'gnome-terminal', path: '/usr/bin/gnome-terminal' }, argv),
    emulatorCommand({ name: 'kitty', path: '/usr/bin/kitty' }, argv),
  ]).toEqual([
    ['/usr/bin/xterm', '-e', ...argv],
    ['/usr/bin/gnome-terminal', '--', ...argv],
    ['/usr/bin/kitty', ...argv],
  ])
})
