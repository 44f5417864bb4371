// The app's processes, by what each is for, as /proc shows them.
import { readdirSync, readFileSync } from 'node:fs'

export interface AppProcess {
  pid: number
  parent: number
  /** User and system time, in seconds. */
  time: number
  /** `main`, `engine`, `renderer`, `gpu` … */
  kind: string
}

/** Linux tells times in these, on every machine (USER_HZ). */
const ticksPerSecond = 100

/** The process and everything below it. */
export function processTree(pid: number): AppProcess[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []))
  const ours = new Set([pid])
  // A child has a larger number than its parent only as a rule, so until nothing is added.
  for (let size = 0; size !== ours.size;) {
    size = ours.size
    for (const one of all) if (ours.has(one.parent)) ours.add(one.pid)
  }
  return all.filter((one) => ours.has(one.pid))
}

/** Proportional set size in MB: what is shared counts once over all that share it. */
export function pssOf(pid: number): number {
  const [, kilobytes = '0'] =
    /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

function readProcess(pid: number): AppProcess[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const time = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
    return [{ pid, parent: Number(fields[1]), time, kind: kindOf(pid) }]
  } catch {
    return [] // It ended while it was looked at.
  }
}

function kindOf(pid: number): string {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  if (line.includes('--utility-sub-type=node.mojom.NodeService')) return 'engine'
  const [, type = 'main'] = /--type=([a-z-]+)/.exec(line) ?? []
  return type === 'gpu-process' ? 'gpu' : type
}
