// Programs whose runtime was killed: those on pipes would go on for nobody, and so would one on a terminal that was only
// about to begin when the kernel hung up, or does not mind.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ignoringMissing } from './errors.ts'
import { childrenOf, membersOfSession, processesWorkingIn, sendSignal } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'

/** A process that was told to stop on another processor may still get a fork done. */
const enoughQuietRounds = 2

/**
 * Ends those whose operation belongs to a process that is gone. Each runc works in the directory of its operation, named
 * after its runtime's pid, and the program is its child; neither can be confused with anybody else's.
 */
export function endOrphans(operationsDirectory: string): void {
  for (const name of ignoringMissing(() => readdirSync(operationsDirectory)) ?? []) {
    const [runtime = ''] = name.split('-')
    if (!name.endsWith('.exec') || existsSync(`/proc/${runtime}`)) continue
    endWorkersWithPrograms(join(operationsDirectory, name))
  }
}

/**
 * Ends runc and conmon that work in a directory of ours, and what they have started in a container. All are stopped
 * before any is killed: a runc that is at work would otherwise let go of a program just when its parent is gone.
 */
export function endWorkersWithPrograms(directory: string): void {
  const family = new Map<number, ProcessIdentity>()
  for (let quietRounds = 0; quietRounds < enoughQuietRounds;) {
    const found = [...processesWorkingIn(directory), ...childrenOf(new Set(family.keys()))]
    const others = found.filter(({ pid }) => !family.has(pid))
    for (const process of others) {
      sendSignal(process, 'SIGSTOP')
      family.set(process.pid, process)
    }
    quietRounds = others.length === 0 ? quietRounds + 1 : 0
  }
  for (const process of family.values()) {
    for (const member of membersOfSession(process.pid)) sendSignal(member, 'SIGKILL')
    sendSignal(process, 'SIGKILL')
  }
}
