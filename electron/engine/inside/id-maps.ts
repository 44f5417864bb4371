// The numbers of users and groups as a container has them, where it has a user namespace of its own.
import { readFile } from 'node:fs/promises'
import type { Container } from '../../runtime/index.ts'
import { stampOf } from '../config/file-stamp.ts'
import { readIdMappings, type IdMapping } from '../../../src-shared/oci-config.ts'

export interface IdMap {
  /** Null for one that the container has no number for. */
  toInside(outside: number): number | null
  /** Its root, as this machine numbers it; null when it has none, or that is not known. */
  readonly root: number | null
}

export interface IdMaps {
  users: IdMap
  groups: IdMap
}

export type ReadIdMaps = (container: Container, pid: number | null) => Promise<IdMaps>

/**
 * From its process where there is one, else from its configuration. The last one of these is kept: it is asked for with
 * each batch of names, and a config.json may have megabytes.
 */
export function createIdMapReader(): ReadIdMaps {
  let last: { path: string; stamp: string; maps: IdMaps } | null = null

  return async (container, pid) => {
    if (pid !== null) {
      const [users, groups] = await Promise.all([
        readProcessMap(pid, 'uid_map'),
        readProcessMap(pid, 'gid_map'),
      ])
      return { users: createIdMap(users), groups: createIdMap(groups) }
    }
    const path = container.configPath
    const stamp = await stampOf(path)
    if (stamp !== null && last?.path === path && last.stamp === stamp) return last.maps
    const spec = await container.spec().catch(() => null)
    if (spec === null) return { users: createIdMap(null), groups: createIdMap(null) }
    const { users, groups } = readIdMappings(spec)
    // Without any it is in the user namespace of this machine.
    const mapOf = (mappings: IdMapping[]): IdMap => (mappings.length === 0 ? unmapped : createIdMap(mappings))
    const maps = { users: mapOf(users), groups: mapOf(groups) }
    last = stamp === null ? null : { path, stamp, maps }
    return maps
  }
}

/** Null for what cannot be read: then no number of it is known. */
export function createIdMap(mappings: readonly IdMapping[] | null): IdMap {
  return {
    toInside(outside) {
      const found = mappings?.find(({ hostID, size }) => outside >= hostID && outside < hostID + size)
      return found ? outside - found.hostID + found.containerID : null
    },
    root: mappings?.find(({ containerID, size }) => containerID === 0 && size > 0)?.hostID ?? null,
  }
}

const unmapped: IdMap = { toInside: (outside) => outside, root: 0 }

async function readProcessMap(pid: number, name: string): Promise<IdMapping[] | null> {
  const text = await readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => null)
  if (text === null) return null // it has just ended
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([containerID, hostID, size]) =>
      containerID === undefined || hostID === undefined || size === undefined
        ? []
        : [{ containerID, hostID, size }],
    )
}
