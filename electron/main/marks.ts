// The moments of start-up, in milliseconds since the process was made, and the file that a bench reads them from.
import { performance } from 'node:perf_hooks'
import { writeWhole } from './files.ts'

/** In the order in which a start passes them; `list` (real rows or the empty state) is the end of start-up. */
export type Mark =
  'main' | 'ready' | 'windowCreated' | 'engineForked' | 'engineReady' | 'shown' | 'shell' | 'list'

export interface Marks {
  /** Keeps the first time of each. */
  mark(name: Mark): void
  has(name: Mark): boolean
}

/** Whoever waits for the file finds these in it; which comes last depends on the machine. */
const awaited: readonly Mark[] = ['shown', 'shell', 'list']

/** `launchedAt` is the time (ms since the epoch) at which the kernel made the process. */
export function createMarks(launchedAt: number, file: string | null): Marks {
  const times = new Map<Mark, number>()

  function write(path: string): void {
    const marks = Object.fromEntries([...times].toSorted(([, one], [, other]) => one - other))
    writeWhole(path, `${JSON.stringify({ launchedAt, marks }, null, 2)}\n`, 0o644)
  }

  return {
    mark(name) {
      if (times.has(name)) return
      const now = performance.timeOrigin + performance.now()
      times.set(name, Math.round((now - launchedAt) * 10) / 10)
      if (file !== null && awaited.every((one) => times.has(one))) write(file)
    },
    has: (name) => times.has(name),
  }
}
