// Options of checkpoints as flags of runc, each only where the runc that was found has it.
import type { Capabilities } from './capabilities.ts'
import type { CheckpointOptions, CriuOptions, RestoreOptions } from './checkpoint-types.ts'
import { RuncError } from './errors.ts'

export const cgroupModes = ['soft', 'full', 'strict', 'ignore'] as const

interface Places {
  images: string
  work: string
  /** Of the parent's images, relative to ours: CRIU keeps it as a link. */
  parent: string | null
  /** Descriptor that CRIU writes to when lazy pages are ready; null when nobody wants to know. */
  statusDescriptor: number | null
}

/** Throws InvalidArgument for what contradicts itself, NotSupported for what this runc does not know. */
export function checkpointFlags(options: CheckpointOptions, places: Places, can: Capabilities): string[] {
  const { leaveRunning = true, preDump = false, lazyPages = false, pageServer } = options
  if (preDump && !leaveRunning) {
    throw invalid('A pre-dump leaves the container running; it cannot end it as well.')
  }
  if (preDump && lazyPages) throw invalid('A pre-dump writes all memory; it cannot leave pages for later.')
  if (lazyPages && !pageServer) throw invalid('Lazy pages need an address and port to serve memory on.')
  if (pageServer && !isPort(pageServer.port)) {
    throw invalid(`${pageServer.port} is not a port; it is a number from 1 to 65535.`)
  }
  if (pageServer && !/^[\w.%[\]:-]+$/.test(pageServer.address)) {
    throw invalid(`“${pageServer.address}” is not an address that memory could be sent to.`)
  }
  can.need('checkpoint')
  if (options.tcpSkipInFlight) can.need('checkpoint --tcp-skip-in-flight')
  if (options.linkRemap) can.need('checkpoint --link-remap')
  return flat([
    ['--image-path', places.images],
    ['--work-path', places.work],
    ...(places.parent === null ? [] : [['--parent-path', places.parent] as const]),
    ...(leaveRunning && !preDump ? [['--leave-running'] as const] : []),
    ...(preDump ? [['--pre-dump'] as const] : []),
    ...commonFlags(options, can),
    ...(options.tcpSkipInFlight ? [['--tcp-skip-in-flight'] as const] : []),
    ...(options.linkRemap ? [['--link-remap'] as const] : []),
    ...(pageServer ? [['--page-server', `${pageServer.address}:${pageServer.port}`] as const] : []),
    ...(lazyPages ? [['--lazy-pages'] as const] : []),
    ...(lazyPages && places.statusDescriptor !== null
      ? [['--status-fd', String(places.statusDescriptor)] as const]
      : []),
  ])
}

/** What follows conmon's own `restore --detach --image-path … --work-path …`. */
export function restoreFlags(options: RestoreOptions, can: Capabilities): string[] {
  const { lsmProfile, lsmMountContext } = options
  can.need('restore')
  if (lsmMountContext !== undefined) can.need('restore --lsm-mount-context')
  return flat([
    ...commonFlags(options, can),
    ...(options.lazyPages ? [['--lazy-pages'] as const] : []),
    ...(options.noPivot ? [['--no-pivot'] as const] : []),
    ...(lsmProfile === undefined ? [] : [['--lsm-profile', lsmProfile] as const]),
    ...(lsmMountContext === undefined ? [] : [['--lsm-mount-context', lsmMountContext] as const]),
  ])
}

type Flag = readonly [name: string, value?: string]

function commonFlags(options: CriuOptions, can: Capabilities): Flag[] {
  const { manageCgroupsMode: mode } = options
  if (mode !== undefined && !cgroupModes.includes(mode)) {
    throw invalid(`“${mode}” is not a cgroup mode; there are ${cgroupModes.join(', ')}.`)
  }
  if (mode === 'ignore') can.need('checkpoint --manage-cgroups-mode=ignore')
  return [
    ...(options.tcpEstablished ? [['--tcp-established'] as const] : []),
    ...(options.extUnixSk ? [['--ext-unix-sk'] as const] : []),
    ...(options.shellJob ? [['--shell-job'] as const] : []),
    ...(options.fileLocks ? [['--file-locks'] as const] : []),
    ...(mode === undefined ? [] : [['--manage-cgroups-mode', mode] as const]),
    ...(options.emptyNs ?? []).map((name) => ['--empty-ns', name] as const),
    ...(options.autoDedup ? [['--auto-dedup'] as const] : []),
  ]
}

function flat(flags: readonly Flag[]): string[] {
  return flags.flatMap(([name, value]) => (value === undefined ? [name] : [name, value]))
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}

function invalid(message: string): RuncError {
  return new RuncError('InvalidArgument', message)
}
