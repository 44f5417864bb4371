// Finds programs in a container's root file system without ever being led out of it: links are followed by hand, as if
// that directory were `/`.
import { constants, lstatSync, readlinkSync, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'

/** Linux's own limit (ELOOP). */
const mostLinks = 40

/** The first of `paths` that is an executable file in the root file system at `root`. Throws when that cannot be read. */
export function findProgramInside(root: string, paths: readonly string[]): string | null {
  // The dot enters it, through /proc's magic link too: else “may not be read” would look like “is not there”.
  statSync(`${root}/.`)
  return paths.find((path) => isProgram(statInside(root, path))) ?? null
}

function isProgram(stats: Stats | null): boolean {
  if (stats === null || !stats.isFile()) return false
  return (stats.mode & (constants.S_IXUSR | constants.S_IXGRP | constants.S_IXOTH)) !== 0
}

function statInside(root: string, path: string): Stats | null {
  const left = components(path)
  let at: string[] = []
  let links = 0
  let stats: Stats | null = null
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === '..') {
      at = at.slice(0, -1)
      continue
    }
    const here = join(root, ...at, name)
    stats = lstatOrNull(here)
    if (stats === null) return null
    if (!stats.isSymbolicLink()) {
      at = [...at, name]
      continue
    }
    links += 1
    if (links > mostLinks) return null
    const target = readlinkSync(here)
    if (target.startsWith('/')) at = []
    left.unshift(...components(target))
  }
  return stats
}

function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}

function lstatOrNull(path: string): Stats | null {
  try {
    return lstatSync(path)
  } catch {
    return null // not there, below something that is no directory, or hidden from us: no program for us to name
  }
}
