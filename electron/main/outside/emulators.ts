// The user's own terminal emulator: which one there is, and how it is told what to run. No shell is involved: each takes
// the command as arguments of its own. Pure but for looking whether a program is there.
import { accessSync, constants, statSync } from 'node:fs'
import { basename, delimiter, isAbsolute, join } from 'node:path'

/** What stands before the command; most that are not listed keep to xterm's `-e`. */
const before: Readonly<Record<string, readonly string[]>> = {
  'gnome-terminal': ['--'],
  kgx: ['--'],
  ptyxis: ['--'],
  'xfce4-terminal': ['-x'],
  'mate-terminal': ['-x'],
  terminator: ['-x'],
  kitty: [],
  foot: [],
  wezterm: ['start', '--'],
}

/** After what `TERMINAL` names: Debian's choice, then the desktops' own, then the one that is everywhere. */
const usual = ['x-terminal-emulator', 'gnome-terminal', 'konsole', 'xterm'] as const

export interface Emulator {
  name: string
  path: string
}

/** The first that is there, by the user's environment; null when none is. */
export function findEmulator(environment: NodeJS.ProcessEnv): Emulator | null {
  const wanted = environment.TERMINAL ?? ''
  for (const name of [...(wanted === '' ? [] : [wanted]), ...usual]) {
    const path = findProgram(name, environment.PATH ?? '')
    if (path !== null) return { name: basename(name), path }
  }
  return null
}

/** The whole command line, program first. */
export function emulatorCommand({ name, path }: Emulator, argv: readonly string[]): string[] {
  return [path, ...(before[name] ?? ['-e']), ...argv]
}

function findProgram(name: string, path: string): string | null {
  if (isAbsolute(name)) return isProgram(name) ? name : null
  // Neither an option nor a path relative to wherever we were started.
  if (name.startsWith('-') || name.includes('/')) return null
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder))
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false // not there, or not for us: the next one may be
  }
}
