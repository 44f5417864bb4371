// The way into a container's root file system from outside: through its process where we may, else as it lies on disk.
import type { ContainerState } from '../../runtime/index.ts'
import { openInsideRoot, type InsideRoot } from './inside-root.ts'

/** A root file system may be on a network that does not answer, or on the container's own FUSE. */
const patienceMs = 2000

/** What was found, or null when nothing can be seen from outside. */
export async function lookInside<Result>(
  state: Pick<ContainerState, 'pid' | 'rootfs'>,
  look: (inside: InsideRoot) => Promise<Result>,
): Promise<Result | null> {
  const roots = [...(state.pid === null ? [] : [`/proc/${state.pid}/root`]), state.rootfs]
  return within(patienceMs, async () => {
    for (const root of roots) {
      const inside = await enter(root)
      if (inside === null) continue
      try {
        return await look(inside)
      } finally {
        await inside.close()
      }
    }
    return null
  })
}

/** The root of a process that we may not trace cannot be entered: one that has not been started, or another user's. */
async function enter(root: string): Promise<InsideRoot | null> {
  if (root === '') return null
  try {
    return await openInsideRoot(root)
  } catch {
    return null // gone, or not for us to see: the caller says so
  }
}

async function within<Result>(
  milliseconds: number,
  work: () => Promise<Result | null>,
): Promise<Result | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null)
  })
  return Promise.race([work(), patience]).finally(() => clearTimeout(timer))
}
