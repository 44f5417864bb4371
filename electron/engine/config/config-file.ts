// The files themselves: read up to a bound, so that one of megabytes neither fills the page nor holds up the engine.
import { constants, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import type { RawText } from '../../../src-shared/config-contract.ts'
import type { ContainerState } from '../../runtime/index.ts'
import { explain } from '../inside/failure.ts'
import { isSystemError } from '../inside/inside-root.ts'
import { Refusal } from '../contract/failure.ts'

/** Shown as text. A config.json has some 10 kB. */
const longestTextBytes = 1024 * 1024
/** Parsed, which is done in one go: some 20 ms. */
export const longestParsedBytes = 4 * 1024 * 1024

export interface ConfigFile {
  text: string
  bytes: number
  modifiedMs: number
  isCut: boolean
}

/**
 * Where `foreignUid` could have written it, no link of theirs is followed to what they may not read. Throws what the user
 * is told.
 */
export async function readConfigFile(
  path: string,
  longest: number,
  foreignUid: ContainerState['foreignUid'],
): Promise<ConfigFile> {
  const links = foreignUid === null ? 0 : constants.O_NOFOLLOW
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | links).catch((error: unknown) => {
    if (foreignUid !== null && isSystemError(error, 'ELOOP')) throw linked(path, foreignUid)
    throw explain(error, `${path} cannot be read`)
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new Refusal('BundleInvalid', `${path} is no file.`)
    if (foreignUid !== null && !mayBeTold(stats, foreignUid)) throw linked(path, foreignUid)
    const wanted = Math.min(stats.size, longest)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, 0)
    const text = new TextDecoder().decode(buffer.subarray(0, bytesRead))
    return { text, bytes: stats.size, modifiedMs: stats.mtimeMs, isCut: stats.size > longest }
  } finally {
    await file.close()
  }
}

/** Their own, or one that root or we put there and that has no other name. */
function mayBeTold({ uid, nlink }: Stats, foreignUid: number): boolean {
  if (uid === foreignUid) return true
  return (uid === 0 || uid === process.geteuid?.()) && nlink === 1
}

function linked(path: string, foreignUid: number): Refusal {
  const why = `it is a link, or a file of somebody else, that user ${foreignUid} could have put there`
  return new Refusal('PermissionDenied', `${path} is not read: ${why}.`)
}

export async function readRaw(path: string, foreignUid: ContainerState['foreignUid']): Promise<RawText> {
  const { text, bytes, isCut } = await readConfigFile(path, longestTextBytes, foreignUid)
  return { path, text, bytes, isCut }
}
