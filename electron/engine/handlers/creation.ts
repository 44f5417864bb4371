// The calls that make a container, and the one that tells beforehand whether it can be made.
import { keyOf } from '../../../src-shared/container-key.ts'
import { idProblem } from '../../../src-shared/container-id.ts'
import { checkBundle } from '../bundles/check-bundle.ts'
import { cgroupWarning } from '../bundles/check-cgroup.ts'
import { firstFree, suggestId } from '../bundles/suggest-id.ts'
import { Refusal, toErrorInfo } from '../contract/failure.ts'
import type { Handlers } from '../contract/service.ts'
import type { Announcement } from '../registry/summary.ts'
import { demandOurs } from './guard.ts'
import type { Parts } from './parts.ts'

type CreationCalls = 'containers.check' | 'containers.create' | 'containers.createSample'

export function creationHandlers(parts: Parts): Pick<Handlers, CreationCalls> {
  const { registry, sample, bundles, log } = parts
  const runtime = parts.roots.own
  const keyFor = (id: string): string => keyOf(runtime.info.root, id)
  const isTaken = (id: string): boolean => registry.has(keyFor(id))

  function announce(id: string, bundle: string, ownsBundle: boolean): Announcement {
    return { operation: 'creating', root: runtime.info.root, id, bundle, ownsBundle }
  }
  function takenSentence(id: string): string {
    return `There is a container “${id}” in ${runtime.info.root} already.`
  }
  function demandFree(id: string): void {
    demandOurs(runtime.info)
    if (isTaken(id)) throw new Refusal('Exists', takenSentence(id))
  }

  /** Whether a creation that failed has left a container that lives in our bundle; not known counts as so. */
  function isInUse(id: string, failure: unknown): boolean {
    if (toErrorInfo(failure, log).code === 'Exists') return false
    try {
      runtime.get(id)
      return true
    } catch (error) {
      return toErrorInfo(error, log).code !== 'NotFound'
    }
  }

  /** Compared by directory with all that is known, of whatever root. */
  function warningOf(cgroupsPath: string): string | null {
    const cgroup = runtime.namedCgroup(cgroupsPath)
    if (cgroup === null) return null
    const names = registry.livingIn(cgroup.directory).map(({ id, owner }) => owner.name ?? id)
    return cgroupWarning(cgroupsPath, cgroup, names)
  }

  return {
    'containers.check': async ({ id, bundle }) => {
      const problem = idProblem(id) ?? (isTaken(id) ? takenSentence(id) : null)
      if (bundle === null) return { idProblem: problem, bundle: null }
      const checked = await checkBundle(bundle, warningOf, log)
      return { idProblem: problem, bundle: { ...checked, suggestedId: suggestId(bundle, isTaken) } }
    },
    'containers.create': async ({ id, bundle }, { signal }) => {
      demandFree(id)
      await registry.whileMaking(announce(id, bundle, false), () => runtime.create(id, bundle, { signal }))
      return { id, key: keyFor(id) }
    },
    'containers.createSample': async ({ id: wanted }, { signal }) => {
      // The bundle of one that another tool has deleted stays, with what the user put into it: its name is passed over.
      // Nothing waits between choosing the id and announcing it, so that two at once get different ones.
      const id = wanted ?? firstFree('sample', 1, (name) => isTaken(name) || bundles.has(name))
      demandFree(id)
      const bundle = bundles.pathOf(id)
      await registry.whileMaking(announce(id, bundle, true), async () => {
        await bundles.make(id, (directory) => sample.lay(directory, id, runtime.info, signal))
        try {
          await runtime.create(id, bundle, { signal, ownsBundle: true })
        } catch (error) {
          if (!isInUse(id, error)) await bundles.remove(id)
          throw error
        } finally {
          await bundles.settle(id)
        }
      })
      return { id, key: keyFor(id) }
    },
  }
}
