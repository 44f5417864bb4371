// Files of a cgroup as values. Each is small and read whole in one go; what is not there is null.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { systemCode } from './errors.ts'

/** Larger than any of them but those that list devices; reading into one buffer halves the cost of readFileSync. */
const buffer = Buffer.alloc(16_384)

/**
 * Not there (no such controller, or the container is gone), not ours to read, or switched off (EOPNOTSUPP, which Node
 * calls ENOTSUP: pressure without `psi=1`). All of them are no answer, not a failure.
 */
const absent: ReadonlySet<string | null> = new Set([
  'ENOENT',
  'ENODEV',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'ENOTSUP',
  'ESRCH',
])

/** From here on a limit is none: libcontainer's -1 is the largest multiple of a page below 2^63. */
const unlimited = 2 ** 60

/** The text of a file, trimmed. */
export function readText(directory: string | undefined, file: string): string | null {
  if (!directory) return null
  const path = `${directory}/${file}`
  let descriptor: number | null = null
  try {
    descriptor = openSync(path, 'r')
    const length = readSync(descriptor, buffer, 0, buffer.length, 0)
    if (length < buffer.length) return buffer.toString('latin1', 0, length).trim()
    return readFileSync(path, 'latin1').trim()
  } catch (error) {
    if (absent.has(systemCode(error))) return null
    throw error
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}

/** A file that holds one number. */
export function readCount(directory: string | undefined, file: string): number | null {
  return toCount(readText(directory, file))
}

/** A limit: `max` and what is beyond any machine are `none`. */
export function readLimit(directory: string | undefined, file: string): number | 'none' | null {
  const text = readText(directory, file)
  if (text === 'max') return 'none'
  const count = toCount(text)
  return count !== null && (count >= unlimited || count < 0) ? 'none' : count
}

/** Lines of `key value`. */
export function readPairs(directory: string | undefined, file: string): Map<string, number> | null {
  const text = readText(directory, file)
  if (text === null) return null
  const pairs = new Map<string, number>()
  for (const line of text.split('\n')) {
    const at = line.indexOf(' ')
    const count = toCount(line.slice(at + 1))
    if (at > 0 && count !== null) pairs.set(line.slice(0, at), count)
  }
  return pairs
}

/** Null for anything that is not a whole number. */
export function toCount(text: string | null | undefined): number | null {
  return text && /^-?\d+$/.test(text) ? Number(text) : null
}
