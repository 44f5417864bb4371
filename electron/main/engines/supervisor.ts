// Keeps one engine alive: starts it, waits for its first answer, listens to its heart while somebody looks, restarts
// it with growing pauses, and gives up with a sentence. Knows no Electron: how a process is made comes from outside.
import type { EngineClient } from '../../../src-shared/client.ts'
import type { EngineState } from '../../../src-shared/window-contract.ts'

/** One run of an engine. `Port` is what a page gets for a connection of its own. */
export interface EngineProcess<Port> {
  /** Our own connection to it. */
  readonly client: EngineClient
  openPort(): Port
  /** Asks it to end in order. */
  end(): void
  /** Ends it now, even if it hangs. */
  kill(): void
  readonly exited: Promise<EngineEnd>
}

export interface EngineEnd {
  /** The rest of “The engine …”. */
  how: string
  /** It said itself that it cannot run here: starting it again would change nothing. */
  isFinal: boolean
}

export interface Supervisor<Port> {
  state: () => EngineState
  start: () => void
  /** Null while no engine runs. */
  openPort: () => Port | null
  /** After it was given up: from the beginning. */
  restart: () => void
  /** The heart is listened to only while the window is shown: a hidden app has no timers. */
  setWatched: (isWatched: boolean) => void
  /** Ends the engine for good; resolves when it is gone. */
  stop: () => Promise<void>
}

export interface SupervisorOptions<Port> {
  launch: () => EngineProcess<Port>
  onChange: (state: EngineState) => void
  /** Each time an engine has given its first answer. */
  onRunning: (client: EngineClient) => void
  note: (sentence: string) => void
}

export const supervision = {
  /** From the launch to the first answer. It takes 0.2 s on an idle machine; a busy one gets time. */
  startMs: 20_000,
  /** Between an answer and the next question. */
  heartbeatMs: 5000,
  /** A question unanswered for this long is said: the list may not be true any more. */
  silentMs: 2000,
  /** And for this long means that it hangs. */
  unresponsiveMs: 10_000,
  /** Before each restart in a row; after the last it is given up. */
  pausesMs: [250, 500, 1000, 2000, 4000],
  /** An engine that ran this long was well: its end is counted from the beginning. */
  wellAfterMs: 60_000,
  /** To end in order when the app quits: an engine waits some seconds for the calls that are under way. */
  endMs: 5000,
} as const

export function createSupervisor<Port>(options: SupervisorOptions<Port>): Supervisor<Port> {
  let state: EngineState = { state: 'starting', restarts: 0, message: null, answeredAt: null }
  let answeredAt: string | null = null
  let current: EngineProcess<Port> | null = null
  let isWatched = false
  let isStopping = false
  /** Each engine's own timers, cleared together at its end. */
  const timers: Partial<Record<'start' | 'well' | 'heart' | 'silent' | 'restart', NodeJS.Timeout>> = {}

  function setTimer(name: keyof typeof timers, delayMs: number, action: () => void): void {
    clearTimeout(timers[name])
    timers[name] = setTimeout(action, delayMs)
  }

  function clearTimers(): void {
    for (const timer of Object.values(timers)) clearTimeout(timer)
  }

  function change(next: Omit<EngineState, 'answeredAt'>): void {
    state = { ...next, answeredAt }
    options.onChange(state)
  }

  function launch(): void {
    const engine = tryToLaunch()
    if (engine === null) return
    current = engine
    setTimer('start', supervision.startMs, () => giveUpOn(engine, 'did not answer after its start'))
    void awaitEnd(engine)
    void awaitAnswer(engine)
  }

  /** Null when not even a process came of it, which counts like one that ended at once. */
  function tryToLaunch(): EngineProcess<Port> | null {
    try {
      return options.launch()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      startAgain({ how: `could not be started: ${reason}`, isFinal: false })
      return null
    }
  }

  async function awaitEnd(engine: EngineProcess<Port>): Promise<void> {
    const end = await engine.exited
    ended(engine, end)
  }

  async function awaitAnswer(engine: EngineProcess<Port>): Promise<void> {
    if (await answers(engine)) running(engine)
  }

  function running(engine: EngineProcess<Port>): void {
    if (current !== engine || isStopping) return
    clearTimeout(timers.start)
    answeredAt = new Date().toISOString()
    change({ state: 'running', restarts: state.restarts, message: null })
    if (state.restarts > 0) setTimer('well', supervision.wellAfterMs, () => change({ ...state, restarts: 0 }))
    if (isWatched) listen(engine)
    options.onRunning(engine.client)
  }

  function listen(engine: EngineProcess<Port>): void {
    setTimer('heart', supervision.heartbeatMs, () => void ask(engine))
  }

  async function ask(engine: EngineProcess<Port>): Promise<void> {
    setTimer('heart', supervision.unresponsiveMs, () => giveUpOn(engine, 'stopped answering'))
    setTimer('silent', supervision.silentMs, () => change({ ...state, state: 'silent' }))
    const isAlive = await answers(engine)
    if (!isAlive || current !== engine) return
    answeredAt = new Date().toISOString()
    clearTimeout(timers.heart)
    clearTimeout(timers.silent)
    if (state.state === 'silent') change({ ...state, state: 'running' })
    if (isWatched) listen(engine)
  }

  /** Why we killed it says more than that it was killed. */
  let verdict: string | null = null

  function giveUpOn(engine: EngineProcess<Port>, reason: string): void {
    verdict = reason
    options.note(`The engine ${reason}; it is killed.`)
    engine.kill()
  }

  function ended(engine: EngineProcess<Port>, end: EngineEnd): void {
    if (current !== engine) return
    current = null
    clearTimers()
    engine.client.close()
    if (isStopping) return
    startAgain({ ...end, how: verdict ?? end.how })
    verdict = null
  }

  /** After a pause, unless there were too many or it would change nothing. */
  function startAgain({ how, isFinal }: EngineEnd): void {
    const message = `The engine ${how}.`
    options.note(message)
    const pauseMs = isFinal ? undefined : supervision.pausesMs[state.restarts]
    if (pauseMs === undefined) {
      change({ state: 'failed', restarts: state.restarts, message })
      return
    }
    change({ state: 'restarting', restarts: state.restarts + 1, message })
    setTimer('restart', pauseMs, launch)
  }

  return {
    state: () => state,
    start: launch,
    openPort: () => current?.openPort() ?? null,
    restart() {
      if (isStopping || state.state !== 'failed') return
      change({ state: 'starting', restarts: 0, message: null })
      launch()
    },
    setWatched(watched) {
      if (isWatched === watched) return
      isWatched = watched
      clearTimeout(timers.heart)
      clearTimeout(timers.silent)
      if (watched && current !== null && hasAnswered(state)) listen(current)
    },
    async stop() {
      isStopping = true
      clearTimers()
      const engine = current
      if (engine === null) return
      engine.end()
      const limit = setTimeout(() => engine.kill(), supervision.endMs)
      await engine.exited
      clearTimeout(limit)
    },
  }
}

function hasAnswered({ state }: EngineState): boolean {
  return state === 'running' || state === 'silent'
}

/** False when it ended first; `exited` then tells the rest. */
async function answers(engine: EngineProcess<unknown>): Promise<boolean> {
  try {
    await engine.client.call('engine.ping', {})
    return true
  } catch {
    return false
  }
}
