// Files of ours are written whole (temporary file, then rename), so that a reader sees the old or the new one.
import { renameSync, rmSync, writeFileSync } from 'node:fs'

let count = 0

export function writeWholeFile(path: string, text: string): void {
  count += 1
  const temporary = `${path}.${process.pid}.${count}.tmp`
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
