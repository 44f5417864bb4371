// Work in file systems that may not answer. What hangs keeps one of Node's few threads until the kernel lets go, so no more
// is asked of a container that has not answered yet, and nothing of any when several have not.
import { Refusal } from '../contract/failure.ts'

/** Of four threads: two are left for everything else. */
const mostSilent = 2
/** More wait, so that they find out whether it answers. */
const mostOfOne = 2
const mostAtOnce = 8
/** Of one step of long work; a disk of spinning platters that has gone to sleep takes some ten seconds. */
const stalledAfterMs = 30_000

/** What long work tells of how it gets on. */
export interface Watch {
  /** Aborted when it was given up: then nobody waits for what it comes to any more. */
  readonly signal: AbortSignal
  /** The file system has answered: from here on only each `step` is waited for. Throws when it was given up before. */
  readonly opened: () => void
  /** Gives all of the work up when this step of it takes longer. It ends all the same, and lets go of what it holds. */
  readonly step: <Result>(work: Promise<Result>, milliseconds?: number) => Promise<Result>
}

export interface Patience {
  /** Throws Timeout when `work` takes longer, and at once while an earlier one of this container still does. */
  run<Result>(key: string, milliseconds: number, work: (watch: Watch) => Promise<Result>): Promise<Result>
}

export function createPatience(): Patience {
  /** By container: works that were given up and have not ended. */
  const silent = new Map<string, number>()
  /** By container: works that may hang now. */
  const running = new Map<string, number>()
  const waiting: { key: string; begin: () => void }[] = []

  function enter(key: string): Promise<void> {
    return new Promise((begin) => {
      waiting.push({ key, begin })
      admit()
    })
  }
  function admit(): void {
    const mayBegin = ({ key }: { key: string }): boolean =>
      sum(running) < mostAtOnce && (running.get(key) ?? 0) < mostOfOne
    for (let at = waiting.findIndex(mayBegin); at >= 0; at = waiting.findIndex(mayBegin)) {
      for (const { key, begin } of waiting.splice(at, 1)) {
        add(running, key, 1)
        begin()
      }
    }
  }
  function leave(key: string): void {
    add(running, key, -1)
    admit()
  }
  function demandAnswers(key: string): void {
    if (silent.has(key)) throw new Refusal('Timeout', silence)
    if (silent.size >= mostSilent) throw new Refusal('Timeout', othersSilence)
  }
  return {
    async run(key, milliseconds, work) {
      demandAnswers(key)
      await enter(key)
      let isInside = true
      const leaveOnce = (): void => {
        if (isInside) leave(key)
        isInside = false
      }
      const givenUp = new AbortController()
      const timers = new Set<ReturnType<typeof setTimeout>>()
      try {
        demandAnswers(key)
        return await new Promise((resolve, reject) => {
          const giveUp = (): void => {
            if (givenUp.signal.aborted) return
            const refusal = new Refusal('Timeout', silence)
            add(silent, key, 1)
            givenUp.abort(refusal)
            reject(refusal)
          }
          const within = (limitMs: number): ReturnType<typeof setTimeout> => {
            const timer = setTimeout(giveUp, limitMs)
            timers.add(timer)
            return timer
          }
          const over = (timer: ReturnType<typeof setTimeout>): void => {
            clearTimeout(timer)
            timers.delete(timer)
          }
          const opening = within(milliseconds)
          const ended = (): void => {
            if (givenUp.signal.aborted) add(silent, key, -1)
          }
          const whole = work({
            signal: givenUp.signal,
            opened() {
              givenUp.signal.throwIfAborted()
              over(opening)
              leaveOnce()
            },
            async step(one, limitMs = stalledAfterMs) {
              const timer = within(limitMs)
              try {
                return await one
              } finally {
                over(timer)
              }
            },
          })
          whole.then(resolve, reject)
          whole.then(ended, ended)
        })
      } finally {
        for (const timer of timers) clearTimeout(timer)
        leaveOnce()
      }
    },
  }
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0)
}

/** The engine's own: all that look into containers share its threads. */
export const patience = createPatience()

const silence = 'Its file system does not answer.'
const othersSilence =
  'File systems of other containers do not answer, and more would stop the engine. Try again later.'
