// The files themselves: read up to a bound, so that one of megabytes neither fills the page nor holds up the engine.
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { RawText } from '../../../src-shared/config-contract.ts'
import { explain } from '../inside/failure.ts'
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

/** Throws what the user is told. */
export async function readConfigFile(path: string, longest: number): Promise<ConfigFile> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw explain(error, `${path} cannot be read`)
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new Refusal('BundleInvalid', `${path} is no file.`)
    const wanted = Math.min(stats.size, longest)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, 0)
    const text = new TextDecoder().decode(buffer.subarray(0, bytesRead))
    return { text, bytes: stats.size, modifiedMs: stats.mtimeMs, isCut: stats.size > longest }
  } finally {
    await file.close()
  }
}

export async function readRaw(path: string): Promise<RawText> {
  const { text, bytes, isCut } = await readConfigFile(path, longestTextBytes)
  return { path, text, bytes, isCut }
}
