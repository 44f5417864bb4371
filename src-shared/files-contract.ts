// The calls about files in containers. Names and paths are bytes on disk: what is no UTF-8 in them travels as halves of
// surrogate pairs (see electron/engine/inside/names.ts), which the page makes visible and sends back as they are.
import { z } from 'zod'
import { absolutePath, key } from './contract-parts.ts'

/** In a container's root file system, whose top is `/`. Links in it are resolved in there, and never lead out. */
const path = absolutePath
/** One part of a path. */
const name = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!\.{1,2}$)[^/\0]+$/, 'A name is one part of a path.')
/** The page's own name for something that takes long, by which its progress is told. */
const transfer = z.string().min(1).max(64)

const account = z.object({ id: z.number().int(), name: z.string() })

export const fileListing = z.object({
  /** Where the path leads, without links. */
  path: z.string(),
  /** Joined by slashes, in no order. One text, since an array of a hundred thousand takes ten times as long to send. */
  names: z.string(),
  /** A letter for each name (see file-kinds.ts). */
  kinds: z.string(),
  /** There are more than are told. */
  isCut: z.boolean(),
  /** Seen through its process, with its mounts. */
  isLive: z.boolean(),
  /** What this view is not, in a sentence. */
  note: z.string().nullable(),
  /** Names at which something is mounted. */
  mounts: z.array(z.string()),
  /** What lies here is on a mount that nobody in the container may write to. */
  isReadOnly: z.boolean(),
  /** From the container's own /etc/passwd and /etc/group. */
  users: z.array(account),
  groups: z.array(account),
})
export type FileListing = z.infer<typeof fileListing>

export const fileDetails = z.object({
  kind: z.string().length(1),
  /** Bytes. */
  size: z.number(),
  /** Permission bits, the three special ones among them. */
  mode: z.number().int(),
  /** As the container numbers them; null for one that it has no number for. */
  uid: z.number().int().nullable(),
  gid: z.number().int().nullable(),
  /** Milliseconds since 1970. */
  modifiedMs: z.number(),
  /** Of a link: its text, and what that leads to in the container (null: nothing). */
  target: z.string().nullable(),
  targetKind: z.string().length(1).nullable(),
})
export type FileDetails = z.infer<typeof fileDetails>

export const fileChanges = z.object({
  /** Sorted by path. A directory that was there before is not told for what is in it. */
  changes: z.array(z.object({ path: z.string(), change: z.enum(['added', 'changed', 'deleted']) })),
  isCut: z.boolean(),
})
export type FileChanges = z.infer<typeof fileChanges>
export type FileChange = FileChanges['changes'][number]['change']

/** What a deletion would take. */
export const fileLosses = z.object({
  kind: z.string().length(1),
  /** The thing itself among them. */
  entries: z.number().int(),
  bytes: z.number(),
  /** There is more: it was not counted to the end. */
  isCut: z.boolean(),
  /** Why it cannot be deleted as it is; null when it can. */
  problem: z.string().nullable(),
})
export type FileLosses = z.infer<typeof fileLosses>

export const filesCalls = {
  'files.list': { args: z.strictObject({ key, path }), result: fileListing },
  /** Of some names in a directory, in the same order; null for what is not there any more. */
  'files.details': {
    args: z.strictObject({ key, path, names: z.array(name).max(500) }),
    result: z.array(fileDetails.nullable()),
  },
  /** A piece of a regular file. Nothing else is ever opened. */
  'files.read': {
    args: z.strictObject({
      key,
      path,
      offset: z.number().int().min(0),
      length: z
        .number()
        .int()
        .min(1)
        .max(256 * 1024),
    }),
    result: z.object({ bytes: z.instanceof(Uint8Array), size: z.number() }),
  },
  /** What differs from the image; null where that cannot be known: its root is no overlay, or not ours to read. */
  'files.changes': { args: z.strictObject({ key }), result: fileChanges.nullable() },
  /** To a file of this machine, whole or not at all; one that is there is replaced. A directory becomes a tar archive. */
  'files.download': {
    args: z.strictObject({ key, path, to: absolutePath, transfer }),
    result: z.object({ bytes: z.number() }),
  },
  /**
   * A file of this machine into a directory, whole or not at all, as a file of the container's root with the same
   * permissions. Throws Exists where the name is taken, unless it may `replace` a file.
   */
  'files.upload': {
    args: z.strictObject({ key, path, name, from: absolutePath, replace: z.boolean(), transfer }),
    result: z.object({ bytes: z.number() }),
  },
  'files.losses': { args: z.strictObject({ key, path }), result: fileLosses },
  /** With all that is in it; never what is mounted there. Throws what is left when it cannot be finished. */
  'files.delete': {
    args: z.strictObject({ key, path, transfer }),
    result: z.object({ entries: z.number().int() }),
  },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>

export const filesEvents = {
  /** Some times a second while it goes on. */
  'files.progress': z.object({
    transfer: z.string(),
    /** Bytes, or entries of a deletion. */
    done: z.number(),
    /** Null where nobody knows. */
    total: z.number().nullable(),
  }),
} as const satisfies Record<string, z.ZodType>
