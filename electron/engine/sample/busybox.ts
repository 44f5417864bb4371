// Finds a busybox that works alone in a root file system, and what it can do.
import { join } from 'node:path'
import { runQuickly } from '../run-quickly.ts'
import { isStaticProgram } from './elf.ts'

export interface Busybox {
  path: string
  version: string | null
  /** Where its applets belong, relative to the root: `bin/sh`, `usr/bin/awk`, … */
  applets: string[]
}

const names = ['busybox', 'busybox.static', 'busybox-static'] as const
/** Beyond PATH, which for an ordinary user leaves out the system's own. */
const usualDirectories = ['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin'] as const
/** What the sample cannot do without. */
const needed = ['bin/sh', 'bin/sleep'] as const
/** A place below the root, with nothing that leads out of it. */
const safeApplet = /^(?:s?bin|usr\/s?bin)\/(?!\.{1,2}$)[^/\s]+$/

/** Null when there is none that is static and runs. */
export async function findBusybox(searchPath: string): Promise<Busybox | null> {
  const directories = [...searchPath.split(':').filter((path) => path.startsWith('/')), ...usualDirectories]
  const candidates = [...new Set(directories)].flatMap((directory) =>
    names.map((name) => join(directory, name)),
  )
  for (const path of candidates) {
    if (!(await isStaticProgram(path))) continue
    const [applets, greeting] = await Promise.all([listApplets(path), ask(path, [])])
    const version = /BusyBox v(\S+)/.exec(greeting)?.[1] ?? null
    if (needed.every((applet) => applets.includes(applet))) return { path, version, applets }
  }
  return null
}

async function listApplets(path: string): Promise<string[]> {
  return (await ask(path, ['--list-full'])).split('\n').filter((line) => safeApplet.test(line))
}

/** Empty when it does not run: built for another machine, or no busybox at all. */
async function ask(path: string, args: readonly string[]): Promise<string> {
  try {
    return await runQuickly(path, args)
  } catch {
    return ''
  }
}
