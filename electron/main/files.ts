// Files that are written whole or not at all, and broken ones put out of the way.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Readers see the old content or the new, never half of it. */
export function writeWhole(path: string, content: string | Uint8Array, mode: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, content, { mode })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Renames a file that cannot be used, so that nobody reads or overwrites it; answers with its new path. */
export function setAside(path: string, now: Date): string {
  // Colons are awkward in file names; milliseconds keep two of one start apart.
  const aside = `${path}.broken-${now.toISOString().replaceAll(':', '-')}`
  renameSync(path, aside)
  return aside
}
