// Processes as /proc shows them: whose child, whose user, how sandboxed. Everything here is read, or killed by pid.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ProcessFacts {
  pid: number
  parent: number
  uid: number
  /** Separated by blanks: Chromium's children rewrite theirs so. */
  commandLine: string
}

/** Null when it is gone. */
export function factsOf(pid: number): ProcessFacts | null {
  const status = statusOf(pid)
  if (status === null) return null
  return {
    pid,
    parent: Number(status.get('PPid')),
    uid: Number(status.get('Uid')?.split('\t')[0]),
    commandLine: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '),
  }
}

/** The fields of /proc/PID/status; null when it is gone. */
export function statusOf(pid: number): Map<string, string> | null {
  const text = read(`/proc/${pid}/status`)
  if (text === '') return null
  return new Map(
    text.split('\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
    }),
  )
}

/** Such as `pid:[4026531836]`. */
export function namespaceOf(pid: number | 'self', kind: string): string {
  return readlinkSync(`/proc/${pid}/ns/${kind}`)
}

export function allProcesses(): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => factsOf(Number(name)) ?? [])
}

/** Children, their children and so on. */
export function descendantsOf(pid: number): ProcessFacts[] {
  const all = allProcesses()
  const found: ProcessFacts[] = []
  let parents = new Set([pid])
  while (parents.size > 0) {
    const children = all.filter(({ parent }) => parents.has(parent))
    found.push(...children)
    parents = new Set(children.map((child) => child.pid))
  }
  return found
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // Gone by itself meanwhile: that is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // gone between listing and reading
  }
}
