// The numbers of users and groups as a container has them, where it has a user namespace of its own.
import { readFile } from 'node:fs/promises'
import type { Container } from '../../runtime/index.ts'
import { readIdMappings, type IdMapping } from '../../../src-shared/oci-config.ts'

export interface IdMap {
  /** Null for one that the container has no number for. */
  toInside(outside: number): number | null
  /** Its root, as this machine numbers it. */
  readonly root: number
}

export interface IdMaps {
  users: IdMap
  groups: IdMap
}

/** From its process where there is one, else from its configuration. */
export async function readIdMaps(container: Container, pid: number | null): Promise<IdMaps> {
  if (pid !== null) {
    const [users, groups] = await Promise.all(['uid_map', 'gid_map'].map((name) => readProcessMap(pid, name)))
    return { users: createIdMap(users ?? []), groups: createIdMap(groups ?? []) }
  }
  // Without a configuration that can be read there is nothing that says it is mapped.
  const { users, groups } = readIdMappings(await container.spec().catch(() => null))
  return { users: createIdMap(users), groups: createIdMap(groups) }
}

export function createIdMap(mappings: readonly IdMapping[]): IdMap {
  if (mappings.length === 0) return { toInside: (outside) => outside, root: 0 }
  return {
    toInside(outside) {
      const found = mappings.find(({ hostID, size }) => outside >= hostID && outside < hostID + size)
      return found ? outside - found.hostID + found.containerID : null
    },
    root: mappings.find(({ containerID }) => containerID === 0)?.hostID ?? 0,
  }
}

/** Empty when it cannot be read: then the numbers are shown as they are. */
async function readProcessMap(pid: number, name: string): Promise<IdMapping[]> {
  const text = await readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([containerID, hostID, size]) =>
      containerID === undefined || hostID === undefined || size === undefined
        ? []
        : [{ containerID, hostID, size }],
    )
}
