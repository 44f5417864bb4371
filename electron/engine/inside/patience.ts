// Looks into file systems that may not answer. What hangs keeps one of Node's few threads until the kernel lets go, so no
// more is asked of a container that has not answered yet, and nothing of any when several have not.
import { Refusal } from '../contract/failure.ts'
import { within } from './container-root.ts'

/** Of four threads: two are left for everything else. */
const mostSilent = 2
/** What one page asks for at a time is less. */
const mostAtOnce = 8

export interface Patience {
  /** Throws Timeout when `work` takes longer, and at once while an earlier one of this container still does. */
  run<Result>(key: string, milliseconds: number, work: () => Promise<Result>): Promise<Result>
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

  return {
    async run(key, milliseconds, work) {
      demandAnswers(key)
      await enter()
      try {
        demandAnswers(key)
        const started = work()
        return await within(milliseconds, started, () => {
          silent.set(key, (silent.get(key) ?? 0) + 1)
          const settled = (): void => {
            const left = (silent.get(key) ?? 1) - 1
            if (left === 0) silent.delete(key)
            else silent.set(key, left)
          }
          started.then(settled, settled)
          throw new Refusal('Timeout', silence)
        })
      } finally {
        leave()
      }
    },
  }
}

/** For each step of long work, which as a whole may take as long as it likes. */
export function unlessStalled<Result>(step: Promise<Result>): Promise<Result> {
  return within(stalledAfterMs, step, () => {
    throw new Refusal('Timeout', silence)
  })
}

const stalledAfterMs = 30_000
const silence = 'Its file system does not answer.'
const othersSilence =
  'File systems of other containers do not answer, and more would stop the engine. Try again later.'
