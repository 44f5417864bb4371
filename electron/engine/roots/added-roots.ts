// The roots that the user named, kept in one small file across starts. A broken file is set aside and named; it costs
// nothing but itself.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal } from '../contract/failure.ts'
import { makeDirectory } from '../paths/private-directory.ts'

export interface AddedRoots {
  paths(): readonly string[]
  /** Holds when it returns; throws when the file cannot be written, and then nothing has changed. */
  set(paths: readonly string[]): void
}

/** More than anybody has. */
export const mostAddedRoots = 64

const schema = z.object({
  roots: z
    .array(
      z
        .string()
        .max(4096)
        .regex(/^\/[^\0*]*$/),
    )
    .max(mostAddedRoots),
})

/** `warn` is told in one sentence what had to be set aside. */
export function openAddedRoots(directory: string, warn: (sentence: string) => void): AddedRoots {
  const path = join(directory, 'roots.json')
  let current: readonly string[] = read(path, warn)
  return {
    paths: () => current,
    set(paths) {
      write(directory, path, `${JSON.stringify({ roots: paths }, null, 2)}\n`)
      current = [...paths]
    },
  }
}

function read(path: string, warn: (sentence: string) => void): string[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT')
      warn(`The list of added runc roots in ${path} cannot be read (${codeOf(error)}).`)
    return []
  }
  const parsed = schema.safeParse(valueOf(text))
  if (parsed.success) return parsed.data.roots
  const aside = `${path}.broken-${new Date().toISOString().replaceAll(':', '-')}`
  try {
    renameSync(path, aside)
    warn(`The list of added runc roots in ${path} was not readable and was set aside as ${aside}.`)
  } catch (error) {
    warn(
      `The list of added runc roots in ${path} is not readable and cannot be set aside (${codeOf(error)}).`,
    )
  }
  return []
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Dealt with like any other content that is not a list of roots.
  }
}

function write(directory: string, path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    makeDirectory(directory)
    writeFileSync(temporary, text, { mode: 0o600 })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal('PermissionDenied', `The list of runc roots cannot be written: ${reason}`, {
      cause: error,
    })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
