// crun's `status` file beside its copy of config.json, as the same record that runc's state.json gives: read only where
// crun is the program that is driven, since runc's verbs know nothing of such a container.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CgroupMode } from './cgroup.ts'
import { largestStateBytes, parseState } from './state-file.ts'
import type { StateRecord } from './state-file.ts'

const mountPoint = '/sys/fs/cgroup'

/** Throws a SyntaxError, or the error of the file system; null when it is not what crun writes. */
export function loadCrunStatus(
  text: string,
  writtenAt: number,
  directory: string,
  mode: CgroupMode,
): StateRecord | null {
  const status: unknown = JSON.parse(text)
  // A fifo would be waited for.
  const stat = statSync(join(directory, 'config.json'))
  if (!stat.isFile() || stat.size > largestStateBytes) return null
  const config: unknown = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'))
  return parseCrunStatus(status, config, { writtenAt, hierarchies: hierarchiesOf(mode) })
}

/** Exported for its tests. Made into the shape of state.json, so that the same checks apply. */
export function parseCrunStatus(
  status: unknown,
  config: unknown,
  facts: { writtenAt: number; hierarchies: Record<string, string> },
): StateRecord | null {
  if (!isObject(status) || !isObject(config)) return null
  const { bundle, rootfs, 'cgroup-path': cgroupPath } = status
  if (typeof bundle !== 'string' || typeof rootfs !== 'string') return null
  const { annotations, linux, process, ociVersion } = config
  const namespaces = isObject(linux) && Array.isArray(linux['namespaces']) ? linux['namespaces'] : []
  const paths =
    typeof cgroupPath === 'string' && cgroupPath !== ''
      ? Object.entries(facts.hierarchies).map(([name, mount]) => [name, join(mount, cgroupPath)])
      : []
  return parseState(
    {
      init_process_pid: status['pid'],
      init_process_start: status['process-start-time'],
      created: status['created'],
      cgroup_paths: Object.fromEntries(paths),
      config: {
        version: ociVersion,
        rootfs: resolve(bundle, rootfs),
        labels: [
          `bundle=${bundle}`,
          ...Object.entries(isObject(annotations) ? annotations : {}).map(
            ([name, text]) => `${name}=${String(text)}`,
          ),
        ],
        namespaces: namespaces.map((entry: unknown) =>
          isObject(entry) && entry['type'] === 'pid' ? { type: 'NEWPID', path: entry['path'] } : entry,
        ),
        capabilities: isObject(process) ? process['capabilities'] : undefined,
      },
    },
    facts.writtenAt,
  )
}

/** Where each hierarchy is mounted, by the names of state.json. crun itself refuses v1 and v2 side by side. */
function hierarchiesOf(mode: CgroupMode): Record<string, string> {
  if (mode === 'none') return {}
  if (mode === 'v2') return { '': mountPoint }
  return Object.fromEntries(readdirSync(mountPoint).map((name) => [name, join(mountPoint, name)]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
