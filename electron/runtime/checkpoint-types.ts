// The public types of checkpoints: what can be asked of runc and CRIU, and what is known of a checkpoint on disk.

/** What CRIU does with the container's cgroups; `ignore` needs runc 1.2. */
export type ManageCgroupsMode = 'soft' | 'full' | 'strict' | 'ignore'

/** What a checkpoint was taken with and is restored with: flags that both verbs of runc have. */
export interface CriuOptions {
  /** Include established TCP connections; without it a dump with any of them fails. */
  tcpEstablished?: boolean
  /** Allow unix sockets whose other end is outside the container. */
  extUnixSk?: boolean
  /** The terminal comes from outside. Not needed for a terminal that runc made. */
  shellJob?: boolean
  /** Include file locks. */
  fileLocks?: boolean
  /** Default: runc's own, `soft`. */
  manageCgroupsMode?: ManageCgroupsMode
  /** Namespaces that are made anew and empty at the restore; runc knows `network` alone. */
  emptyNs?: readonly 'network'[]
  /** Free the memory images of the parents of what a child overwrites (CRIU's automatic deduplication). */
  autoDedup?: boolean
}

export interface CheckpointOptions extends CriuOptions {
  /** Letters, digits and `_ + - .`, not beginning with `-` or `.`; at most 128 characters. */
  name: string
  /** Default true: the container goes on. False ends it: all that is left of it is the checkpoint. */
  leaveRunning?: boolean
  /** Skip connections that are not established yet; needs runc 1.3. */
  tcpSkipInFlight?: boolean
  /** Include files that are open and deleted by linking them again; needs runc 1.3. */
  linkRemap?: boolean
  /**
   * Dump the memory alone and let the container go on: the parent of a later, quicker checkpoint. It cannot be restored
   * by itself. Needs a kernel that tracks changed pages (`CheckpointSupport.preDump`).
   */
  preDump?: boolean
  /** Name of an earlier checkpoint or pre-dump of the container: only pages changed since are written. */
  parent?: string
  /** Send memory pages to a `criu page-server` there instead of to disk. */
  pageServer?: { address: string; port: number }
  /**
   * Leave memory where it is and serve it, on `pageServer`, to a restore with `lazyPages`. Resolves only when all pages
   * are fetched; `onReady` tells when serving has begun.
   */
  lazyPages?: boolean
  /** With `lazyPages`: CRIU serves, and the images in that directory can be restored from (`--status-fd`). */
  onReady?: (imageDirectory: string) => void
  /** Try even where `checkpointSupport` says that it cannot work; `criu check` is careful at times. */
  force?: boolean
  /** Milliseconds after which runc and CRIU are ended and the container goes on. Default 600,000. */
  timeoutMs?: number
  /** Aborting ends runc and CRIU, thaws the container and removes what was written; rejects with `Cancelled`. */
  signal?: AbortSignal
}

/** What is not named is as it was at the checkpoint. */
export interface RestoreOptions extends CriuOptions {
  /** Restore as a new container of this id, beside the original if that still runs. Default: the original id. */
  id?: string
  /** Fetch memory when it is used, from a `criu lazy-pages` that was started on the same images (`-D`). */
  lazyPages?: boolean
  /** LSM profile, `TYPE:NAME`; default the one of the dump. */
  lsmProfile?: string
  /** LSM context of mounts (SELinux); needs runc 1.1. */
  lsmMountContext?: string
  /** Move root instead of pivoting: for root file systems on a ramdisk. */
  noPivot?: boolean
  /** As for a checkpoint. */
  force?: boolean
  /** Milliseconds until it is given up and cleared away. Default 600,000. */
  timeoutMs?: number
  /** Aborting ends and clears away what was half restored; rejects with `Cancelled`. The checkpoint stays. */
  signal?: AbortSignal
}

/** A checkpoint on disk, as its config.json tells of it. */
export interface Checkpoint {
  name: string
  containerId: string
  /** Its directory: config.json, spec.json, dump.log and, in `images`, CRIU's images. */
  directory: string
  /** ISO 8601. */
  created: string
  /** Bytes of the images on disk; 0 when unknown. */
  size: number
  /** Whether it ended the container. */
  exit: boolean
  /** Memory only: a parent of others, not to be restored by itself. */
  preDump: boolean
  parent: string | null
  /** What it was taken with. */
  options: CriuOptions & { tcpSkipInFlight?: boolean; linkRemap?: boolean; lazyPages?: boolean }
  terminal: boolean
  /** The bundle that the container was created from. */
  bundle: string
  ownsBundle: boolean
  runcVersion: string | null
  criuVersion: string | null
  /** Release of the kernel that it was taken on. */
  kernel: string | null
  /** SHA-256 of spec.json, in hex; a restore refuses a spec.json that was changed. */
  specSha256: string | null
  /** Why it cannot be restored; null when nothing speaks against it. */
  problem: string | null
}

export interface FeatureSupport {
  isSupported: boolean
  /** One sentence why not; null when it is. */
  reason: string | null
}

/** Whether checkpoints can work on this machine, by `criu check` and by what the found runc can do. */
export interface CheckpointSupport extends FeatureSupport {
  criu: { path: string; version: string | null } | null
  /** Pre-dumps and parents: the kernel tracks which pages change. */
  preDump: FeatureSupport
  /** Lazy pages: the kernel has what userfaultfd needs. */
  lazyPages: FeatureSupport
}
