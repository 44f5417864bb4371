// Which shell a terminal gets when nobody says: the most comfortable one that the container has.
import type { ContainerState } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'
import { findProgramInside } from './inside-root.ts'

const shells = ['/bin/bash', '/bin/ash', '/bin/sh'] as const

/** Throws when its root file system can be read and holds no shell. */
export function defaultShell(state: ContainerState): string {
  const roots = [...(state.pid === null ? [] : [`/proc/${state.pid}/root`]), state.rootfs]
  for (const root of roots) {
    const found = probe(root)
    if (found.isReadable && found.shell !== null) return found.shell
    if (found.isReadable) {
      throw new Refusal(
        'ExecFailed',
        `There is no shell in this container: none of ${shells.join(', ')} is there. Name a program that it has.`,
      )
    }
  }
  // Nothing can be seen from outside; every system that has a shell has this one.
  return '/bin/sh'
}

/** The root of a process that we may not trace cannot be read: one that has not been started, or of another user. */
function probe(root: string): { isReadable: boolean; shell: string | null } {
  try {
    return { isReadable: true, shell: findProgramInside(root, shells) }
  } catch {
    return { isReadable: false, shell: null }
  }
}
