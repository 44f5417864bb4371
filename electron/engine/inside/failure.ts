// What the system says of a file in a container, as a sentence for the user.
import { Refusal, isTelling } from '../contract/failure.ts'
import type { ErrorCode } from '../../../src-shared/errors.ts'
import { isSystemError } from './inside-root.ts'

const reasons: Record<string, readonly [ErrorCode, string]> = {
  ENOENT: ['NotFound', 'it is not there (any more)'],
  ENOTDIR: ['InvalidArgument', 'a part of the path is no directory'],
  EISDIR: ['InvalidArgument', 'it is a directory'],
  ELOOP: ['InvalidArgument', 'its links lead in a circle, or through more than forty others'],
  EACCES: ['PermissionDenied', 'permission denied'],
  EPERM: ['PermissionDenied', 'the system does not permit it'],
  EROFS: ['PermissionDenied', 'the file system is read-only'],
  EEXIST: ['Exists', 'there is one already'],
  ENOTEMPTY: ['InvalidArgument', 'the directory is not empty (any more)'],
  EBUSY: ['InvalidArgument', 'it is in use, such as by a mount'],
  ENOSPC: ['InvalidArgument', 'there is no space left'],
  EDQUOT: ['InvalidArgument', 'there is no space left for its owner'],
  ENAMETOOLONG: ['InvalidArgument', 'the name is too long'],
  EIO: ['InvalidArgument', 'the disk reports an error'],
  ESTALE: ['NotFound', 'it is not there any more'],
  EINVAL: ['InvalidArgument', 'the file system does not take it'],
  EAGAIN: ['InvalidArgument', 'it has nothing to be read at the moment'],
}

/** Such as `/etc/x cannot be read: permission denied`. */
export function explain(error: unknown, what: string): unknown {
  if (isTelling(error) || !isSystemError(error) || error.code === undefined) return error
  const [code, reason] =
    reasons[error.code] ?? (['InvalidArgument', `the system says ${error.code}`] as const)
  return new Refusal(code, `${what}: ${reason}.`, { cause: error })
}

/** Of an error, for a sentence of one's own. */
export function reasonOf(error: unknown): string {
  if (isSystemError(error) && error.code !== undefined) return reasons[error.code]?.[1] ?? error.code
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}
