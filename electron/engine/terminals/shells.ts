// Which shells a container has, and which of them a terminal gets when nobody says: the most comfortable one.
import type { TerminalOptions } from '../../../src-shared/terminal-model.ts'
import { Refusal } from '../contract/failure.ts'
import type { Account } from './accounts.ts'
import { lookInside, type LookedAt } from '../inside/container-root.ts'
import { findProgram, isProgram, type InsideRoot } from '../inside/inside-root.ts'

/** What is run when nobody says, best first. */
const usual = ['/bin/bash', '/bin/ash', '/bin/sh'] as const
/** Where else one may be. */
const others = [
  '/usr/bin/bash',
  '/bin/zsh',
  '/usr/bin/zsh',
  '/usr/bin/fish',
  '/bin/dash',
  '/usr/local/bin/bash',
] as const

const longestFileBytes = 64 * 1024
/** A made-up file may list thousands. */
const mostCandidates = 100

/** Names that say that somebody may not log in. */
const noShell = /\/(nologin|false|true|sync|halt|shutdown)$/

type Shell = TerminalOptions['shells'][number]

/** Those that are there. The default comes first, then what the system itself names. */
export async function findShells(inside: InsideRoot, users: readonly Account[]): Promise<Shell[]> {
  const listed = ((await inside.read('/etc/shells', longestFileBytes)) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('/'))
  const candidates = new Map<string, Shell['source']>()
  const add = (paths: readonly string[], source: Shell['source']): void => {
    for (const path of paths) if (!candidates.has(path)) candidates.set(path, source)
  }
  add(listed, 'shells')
  add(
    users.map(({ shell }) => shell).filter((path) => path.startsWith('/') && !noShell.test(path)),
    'passwd',
  )
  add([...usual, ...others], 'usual')
  const best = await findProgram(inside, usual)
  const found: Shell[] = []
  for (const [path, source] of [...candidates].slice(0, mostCandidates)) {
    if (isProgram(await inside.stat(path))) found.push({ path, source, isDefault: path === best })
  }
  // Neither of the usual ones: then it is the first that the system names.
  if (best === null && found[0]) found[0] = { ...found[0], isDefault: true }
  return found.toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault))
}

/** Throws when its root file system can be seen and holds no shell. */
export async function defaultShell(state: LookedAt): Promise<string> {
  const shells = await lookInside(state, (inside) => findShells(inside, []))
  // Nothing can be seen from outside; every system that has a shell has this one.
  if (shells === null) return '/bin/sh'
  const shell = shells.find(({ isDefault }) => isDefault)
  if (shell) return shell.path
  const names = usual.join(', ')
  const message = `There is no shell in this container: none of ${names} is there. Name a program that it has.`
  throw new Refusal('ExecFailed', message)
}
