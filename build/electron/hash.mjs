// The hash of a file, read in pieces.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/**
 * @param {string} path
 * @param {'sha256' | 'sha512'} algorithm
 * @returns {Promise<Buffer>}
 */
export async function hashFile(path, algorithm) {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest()
}
