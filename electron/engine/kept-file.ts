// A small file of the engine's own that outlives it: written whole, read defensively. One that cannot be understood is
// set aside under another name, for somebody to look at, and begun anew.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'
import type { Log } from './contract/failure.ts'

export interface KeptFile<Value> {
  readonly value: Value
  /** Writes it at once; a disk that is full costs only what is kept, not what is done. */
  set(value: Value): void
}

export function openKeptFile<Value>(
  path: string,
  schema: z.ZodType<Value>,
  initial: Value,
  log: Log,
): KeptFile<Value> {
  let value = read() ?? initial

  function read(): Value | null {
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch (error) {
      if (!isMissing(error)) log(`${path} cannot be read.`, error)
      return null
    }
    try {
      return schema.parse(JSON.parse(text))
    } catch (error) {
      log(`${path} cannot be understood; it is set aside as ${path}.broken.`, error)
      renameSync(path, `${path}.broken`)
      return null
    }
  }

  return {
    get value() {
      return value
    },
    set(next) {
      value = next
      const temporary = `${path}.${process.pid}.tmp`
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
        writeFileSync(temporary, `${JSON.stringify(next)}\n`, { mode: 0o600 })
        renameSync(temporary, path)
      } catch (error) {
        rmSync(temporary, { force: true })
        log(`${path} cannot be written.`, error)
      }
    },
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
