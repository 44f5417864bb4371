// What our own processes take of the machine's memory.
import { readFileSync, readdirSync } from 'node:fs'

/** Proportional memory of a process and its children, in MB: pages that several share count once in all. */
export function memoryOf(pid: number): number {
  const children = childrenOf(pid)
  return pssOf(pid) + children.reduce((sum, child) => sum + memoryOf(child), 0)
}

/** Only what is ours: what runs in containers, and runc, is theirs. */
function isOurs(pid: number): boolean {
  const name = readOr(`/proc/${pid}/comm`, '')
  return /^(electron|runc-desktop|chrome)/i.test(name)
}

function childrenOf(pid: number): number[] {
  const tasks = readdirOr(`/proc/${pid}/task`)
  const all = tasks.flatMap((task) => readOr(`/proc/${pid}/task/${task}/children`, '').trim().split(' '))
  return all
    .filter((text) => text !== '')
    .map(Number)
    .filter(isOurs)
}

function pssOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`, ''))?.[1]
  return Number(kilobytes ?? 0) / 1024
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise // gone meanwhile
  }
}

function readdirOr(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return [] // gone meanwhile
  }
}
