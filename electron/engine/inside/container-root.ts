// The way into a container's root file system from outside: through its process where we may, else as it lies on disk.
import type { Container, ContainerState } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'
import { keyOf } from '../../../src-shared/container-key.ts'
import { openInsideRoot, type InsideRoot } from './inside-root.ts'
import { patience } from './patience.ts'

/** A root file system may be on a network that does not answer, or on the container's own FUSE. */
const patienceMs = 2000

/** What names a container and its root file system. */
export type LookedAt = Pick<ContainerState, 'root' | 'id' | 'pid' | 'rootfs'>

/** What was found, or null when nothing can be seen from outside. */
export async function lookInside<Result>(
  state: LookedAt,
  look: (inside: InsideRoot) => Promise<Result>,
): Promise<Result | null> {
  const roots = [...(state.pid === null ? [] : [`/proc/${state.pid}/root`]), state.rootfs]
  const search = async (): Promise<Result | null> => {
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
  }
  return patience.run(keyOf(state.root, state.id), patienceMs, search).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'Timeout') return null
    throw error
  })
}

/** A root file system that has been entered. */
export interface ContainerRoot {
  inside: InsideRoot
  /** The process whose root it is, with its mounts; null when it is what lies on disk. */
  pid: number | null
  rootfs: string
  /** Why its mounts are not there, and what else it is not; one or two sentences, null when it is all there. */
  note: string | null
}

/** For as long as `work` takes. Throws PermissionDenied, NotFound or StateUnreadable when there is no way in. */
export async function insideContainer<Result>(
  container: Container,
  work: (root: ContainerRoot) => Promise<Result>,
): Promise<Result> {
  const root = await enterContainer(container)
  try {
    return await work(root)
  } finally {
    await root.inside.close()
  }
}

async function enterContainer(container: Container): Promise<ContainerRoot> {
  const { pid, rootfs, status, problem } = container.state()
  if (pid !== null) {
    const inside = await enter(`/proc/${pid}/root`)
    // The number may have become another process's meanwhile; the container's own is known by its start time.
    if (inside !== null && container.pid() === pid) return { inside, pid, rootfs, note: null }
    await inside?.close()
  }
  if (rootfs === '') {
    const message = `Nothing is known of its root file system. ${problem ?? ''}`.trim()
    throw new Refusal('StateUnreadable', message)
  }
  try {
    const inside = await openInsideRoot(rootfs)
    const why =
      pid === null
        ? `It is ${status === 'stopped' ? 'stopped' : 'not running'}`
        : 'Its process cannot be entered by this user'
    return {
      inside,
      pid: null,
      rootfs,
      note: `${why}: this is its root file system on disk, without its mounts.`,
    }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw isMissing
      ? new Refusal('NotFound', `Its root file system ${rootfs} is not there (any more).`)
      : new Refusal('PermissionDenied', `Its root file system ${rootfs} cannot be entered by this user.`, {
          cause: error,
        })
  }
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
