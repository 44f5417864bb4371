// The runc roots that this engine knows, and which runtime speaks for each.
import { splitKey } from '../../../src-shared/container-key.ts'
import type { RuncRoot } from '../../../src-shared/model.ts'
import type { Runtime } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'

export interface Roots {
  /** Of the root where new containers go. */
  readonly own: Runtime
  /** Throws NotFound for the key of a root that is not watched. */
  find(key: string): { runtime: Runtime; id: string }
  add(path: string): void
  remove(path: string): void
}

export function createRoots(own: Runtime, onChanged: (roots: RuncRoot[]) => void): Roots {
  function refuse(path: string): never {
    onChanged([])
    throw new Refusal('NotSupported', `${path} cannot be added yet.`)
  }

  return {
    own,
    add: refuse,
    remove: refuse,
    find(key) {
      const { root, id } = splitKey(key)
      if (root === own.info.root) return { runtime: own, id }
      throw new Refusal('NotFound', `There is no container “${id}”: ${root} is not watched.`)
    },
  }
}
