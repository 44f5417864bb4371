// Says of a container's end that a checkpoint is going to cause it, so that conmon's 137 is not taken for a kill. Written
// into our directory of the container before the dump begins.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkpointPlaces, temporaryPlaces } from './checkpoint-store.ts'
import { ignoringMissing } from './errors.ts'
import type { ContainerPlaces, Layout } from './layout.ts'
import { writeWholeFile } from './whole-file.ts'

/** 128 + SIGKILL: CRIU kills what it has dumped. */
export const checkpointedCode = 137

const fileName = 'checkpoint.json'

export function markCheckpoint(layout: Layout, id: string, name: string): void {
  const directories = [checkpointPlaces(layout, id, name), temporaryPlaces(layout, id, name)].map(
    ({ directory }) => directory,
  )
  writeWholeFile(markerOf(layout.places(id)), `${JSON.stringify({ version: 1, name, directories })}\n`)
}

export function unmarkCheckpoint(places: ContainerPlaces): void {
  rmSync(markerOf(places), { force: true })
}

/** The checkpoint that ends or has ended it, while that exists; null otherwise. */
export function markedCheckpoint(places: ContainerPlaces): string | null {
  const text = ignoringMissing(() => readFileSync(markerOf(places), 'utf8'))
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('name' in value && 'directories' in value))
      return null
    const { name, directories } = value
    if (typeof name !== 'string' || !Array.isArray(directories)) return null
    return directories.some((path) => typeof path === 'string' && existsSync(path)) ? name : null
  } catch {
    // Damaged on disk: then it says nothing.
    return null
  }
}

function markerOf(places: ContainerPlaces): string {
  return join(places.directory, fileName)
}
