// Clears away what we keep of a container: its directory, exit file and socket link, and on request the bundle that
// was made for it alone. Only what is ours; never a mounted file system.
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RuntimeContext } from './context.ts'
import { mountPoints, releaseCriuMounts } from './criu-mounts.ts'
import { RuncError, ignoringMissing } from './errors.ts'
import type { ContainerPlaces } from './layout.ts'
import { identify, processesWorkingIn, sendSignal } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'

/** A killed process that has started another meanwhile is looked for again so many times. */
const killRounds = 5

/**
 * Removes everything of ours but the bundle. Also an owned one stays when another tool has deleted the container: that was
 * asked to delete a container, and the user may have put data into the bundle since. Only a delete of ours removes it.
 */
export function removeTraces(places: ContainerPlaces): void {
  releaseCriuMounts(places.bundle, places.directory)
  rmSync(places.socketLink, { force: true })
  rmSync(places.exitFile, { force: true })
  rmSync(places.directory, { recursive: true, force: true })
}

/**
 * Removes a bundle that was made for one container. Refuses when something is mounted in it, which would be emptied, and
 * when a link has taken its place: what that leads to was not made by us.
 */
export function removeOwnedBundle(bundle: string): void {
  if (lstatSync(bundle, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new RuncError('RuncFailed', `The bundle ${bundle} was kept: it is a link to somewhere else.`)
  }
  const real = ignoringMissing(() => realpathSync(bundle))
  if (real === null) return
  const mounted = mountPoints().find((point) => point === real || point.startsWith(`${real}/`))
  if (mounted !== undefined) {
    const message = `The bundle ${bundle} was kept: ${mounted} is mounted in it. Unmount it, then delete the bundle.`
    throw new RuncError('RuncFailed', message)
  }
  const config = join(real, 'config.json')
  if (!existsSync(config)) return
  // By which a bundle is known goes last: who is killed in the middle has left one, for the next to go on with.
  for (const name of readdirSync(real)) {
    if (join(real, name) !== config) rmSync(join(real, name), { recursive: true, force: true })
  }
  rmSync(config, { force: true })
  rmSync(real, { recursive: true, force: true })
}

/** conmon of a container, as its pid file names it and its working directory proves. */
export function findMonitor(
  places: Pick<ContainerPlaces, 'monitorPidFile' | 'directory'>,
): ProcessIdentity | null {
  const text = ignoringMissing(() => readFileSync(places.monitorPidFile, 'utf8'))
  const identity = text === null ? null : identify(Number(text.trim()))
  if (!identity) return null
  try {
    return readlinkSync(`/proc/${identity.pid}/cwd`) === places.directory ? identity : null
  } catch {
    // It ended, or is a stranger with a reused pid.
    return null
  }
}

/** Ends what still works in our directory of a container: conmon, the runc that it started, and its hooks. */
export async function endWorkers(places: ContainerPlaces): Promise<void> {
  for (let round = 0; round < killRounds; round += 1) {
    const workers = processesWorkingIn(places.directory)
    if (workers.length === 0) return
    for (const worker of workers) sendSignal(worker, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 2 ** round))
  }
}

/** Whether runc's directory of a container is still there. */
export function isKnownToRunc(context: RuntimeContext, id: string): boolean {
  return existsSync(join(context.layout.root, id))
}
