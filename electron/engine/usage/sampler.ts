// One sampler for everybody who looks: those rows that somebody sees each second, all others each in one of five turns,
// nothing while nobody looks. What takes longer than a slice goes on after others had their turn.
import { packUsage, usagePeriods, type Usage } from '../../../src-shared/usage.ts'
import type { CgroupUsage } from '../../runtime/index.ts'
import type { ByteChannel, StreamEndpoint } from '../contract/service.ts'

/** A container that has something to be read. */
export interface Sampled {
  key: string
  number: number
  cgroupPaths: Readonly<Record<string, string>>
}

export interface Sampler {
  attach(channel: ByteChannel<'usage'>): StreamEndpoint<'usage'>
  dispose(): void
}

interface Viewer {
  channel: ByteChannel<'usage'>
  isVisible: boolean
  keys: ReadonlySet<string>
}

interface Reading {
  cpuSeconds: number
  /** On the monotonic clock, in seconds: the wall clock may be set at any time. */
  at: number
}

/** So many turns until everybody was read. */
const turns = usagePeriods.others / usagePeriods.inSight
const sliceMs = 5
/** A viewer that has not read this much gets no more until it has. */
const mostOutstandingBytes = 256 * 1024

export function createSampler(
  running: () => Iterable<Sampled>,
  read: (paths: Sampled['cgroupPaths']) => CgroupUsage,
): Sampler {
  const viewers = new Set<Viewer>()
  /** By number. */
  const readings = new Map<number, Reading>()
  let timer: NodeJS.Timeout | null = null
  let slice: NodeJS.Immediate | null = null
  let turn = 0

  function watchers(): Viewer[] {
    return [...viewers].filter(({ isVisible }) => isVisible)
  }

  function adjust(): void {
    const isWanted = watchers().length > 0
    if (isWanted && timer === null) {
      timer = setInterval(tick, usagePeriods.inSight).unref()
      sample([...running()])
    } else if (!isWanted && timer !== null) {
      clearInterval(timer)
      timer = null
      // A difference to something so old would be an average that nobody asked for.
      readings.clear()
    }
  }

  function tick(): void {
    if (slice !== null) return // The last turn is still being read: this one is left out.
    turn = (turn + 1) % turns
    const seen = watchers()
    const all = [...running()]
    forgetExcept(all)
    sample(all.filter(({ key, number }) => number % turns === turn || seen.some(({ keys }) => keys.has(key))))
  }

  function forgetExcept(all: readonly Sampled[]): void {
    if (readings.size <= all.length) return
    const numbers = new Set(all.map(({ number }) => number))
    for (const number of readings.keys()) if (!numbers.has(number)) readings.delete(number)
  }

  function sample(due: readonly Sampled[], from = 0): void {
    slice = null
    const until = performance.now() + sliceMs
    const rows: Usage[] = []
    let next = from
    for (; next < due.length; next += 1) {
      if (rows.length > 0 && performance.now() >= until) break
      const container = due[next]
      if (container !== undefined) rows.push(usageOf(container))
    }
    if (rows.length > 0) send(packUsage(rows))
    if (next < due.length && timer !== null) {
      slice = setImmediate(() => sample(due, next)).unref()
    }
  }

  function usageOf({ number, cgroupPaths }: Sampled): Usage {
    const { cpuSeconds, ...amounts } = readable(cgroupPaths)
    const at = performance.now() / 1000
    const before = readings.get(number)
    readings.set(number, { cpuSeconds, at })
    const used = before === undefined ? NaN : (cpuSeconds - before.cpuSeconds) / (at - before.at)
    // A counter that went back is another cgroup's.
    return { number, cpu: used >= 0 && Number.isFinite(used) ? used : NaN, ...amounts }
  }

  /** One container that cannot be read is missing; the others are told of all the same. */
  function readable(cgroupPaths: Sampled['cgroupPaths']): ReturnType<typeof read> {
    try {
      return read(cgroupPaths)
    } catch {
      return { cpuSeconds: NaN, memoryBytes: NaN, memoryLimitBytes: NaN, processes: NaN }
    }
  }

  function send(bytes: Uint8Array): void {
    for (const { channel } of watchers()) {
      // Each takes its array over.
      if (channel.outstanding < mostOutstandingBytes) channel.send(bytes.slice())
    }
  }

  return {
    attach(channel) {
      const viewer: Viewer = { channel, isVisible: false, keys: new Set() }
      viewers.add(viewer)
      return {
        input(data) {
          if (data.type === 'watch') viewer.keys = new Set(data.keys)
          else viewer.isVisible = data.isVisible
          adjust()
        },
        drained() {},
        detached() {
          viewers.delete(viewer)
          adjust()
        },
      }
    },
    dispose() {
      if (timer !== null) clearInterval(timer)
      timer = null
      if (slice !== null) clearImmediate(slice)
      slice = null
    },
  }
}
