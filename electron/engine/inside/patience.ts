// Work in file systems that may not answer. What hangs keeps one of Node's few threads until the kernel lets go, so no more
// is asked of a container that has not answered yet, and nothing of any when several have not.
import { Refusal } from '../contract/failure.ts'

/** Of four threads: two are left for everything else. */
const mostSilent = 2
/** What one page asks for at a time is less. */
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
  let running = 0
  const waiting: (() => void)[] = []

  async function enter(): Promise<void> {
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
  }
  function leave(): void {
    running -= 1
    waiting.shift()?.()
  }
  function demandAnswers(key: string): void {
    if (silent.has(key)) throw new Refusal('Timeout', silence)
    if (silent.size >= mostSilent) throw new Refusal('Timeout', othersSilence)
  }
  function fellSilent(key: string): void {
    silent.set(key, (silent.get(key) ?? 0) + 1)
  }
  function spokeAgain(key: string): void {
    const left = (silent.get(key) ?? 1) - 1
    if (left === 0) silent.delete(key)
    else silent.set(key, left)
  }

  return {
    async run(key, milliseconds, work) {
      demandAnswers(key)
      await enter()
      let isInside = true
      const leaveOnce = (): void => {
        if (isInside) leave()
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
            fellSilent(key)
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
            if (givenUp.signal.aborted) spokeAgain(key)
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

/** The engine's own: all that look into containers share its threads. */
export const patience = createPatience()

const silence = 'Its file system does not answer.'
const othersSilence =
  'File systems of other containers do not answer, and more would stop the engine. Try again later.'
