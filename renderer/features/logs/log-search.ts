// One search in a log: asks the engine, gathers what it finds, knows which match is the current one.
import type { StreamHandle } from '../../../src-shared/client.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { LogFindings, LogMatch, LogOutput } from '../../../src-shared/logs-model.ts'
import type { Engine } from '../../engine/connection.ts'
import { lineId } from './log-rows.ts'

export interface LogQuery {
  pattern: string
  isRegex: boolean
  isCaseSensitive: boolean
  output: LogOutput | null
}

export interface LogSearchState {
  /** Null: nothing is searched for. */
  query: LogQuery | null
  isRunning: boolean
  /** It was ended before it had seen everything. */
  isCut: boolean
  searched: number
  size: number
  count: number
  matches: readonly LogMatch[]
  /** By the id of their row. */
  byRow: ReadonlyMap<string, LogMatch>
  /** In `matches`; -1 for none. */
  current: number
  error: ErrorInfo | null
}

const nothing: LogSearchState = {
  query: null,
  isRunning: false,
  isCut: false,
  searched: 0,
  size: 0,
  count: 0,
  matches: [],
  byRow: new Map(),
  current: -1,
  error: null,
}

export class LogSearch {
  readonly #engine: Engine
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  #state: LogSearchState = nothing
  #stream: StreamHandle<'logSearch'> | null = null

  constructor(engine: Engine, key: string) {
    this.#engine = engine
    this.#key = key
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): LogSearchState => this.#state

  start(query: LogQuery): void {
    this.#stream?.close()
    this.#set({ ...nothing, query, isRunning: true })
    const decoder = new TextDecoder()
    const byRow = new Map<string, LogMatch>()
    const matches: LogMatch[] = []
    const stream: StreamHandle<'logSearch'> = this.#engine.open(
      'logSearch',
      { key: this.#key, ...query },
      {
        onData: (bytes, consumed) => {
          consumed()
          if (this.#stream !== stream) return
          const { matches: more, ...figures } = JSON.parse(decoder.decode(bytes)) as LogFindings
          for (const match of more) byRow.set(lineId(match), match)
          matches.push(...more)
          // Another map and list only when there is more in them: rows are drawn anew by it.
          const found = more.length > 0 ? { matches: [...matches], byRow: new Map(byRow) } : {}
          this.#set({ ...figures, ...found })
        },
        onEnd: (result) => {
          if (this.#stream !== stream) return
          this.#stream = null
          this.#set({ isRunning: false, ...(result.ok ? {} : { error: result.error }) })
        },
      },
    )
    this.#stream = stream
  }

  /** Ends it where it is; what it has found stays. */
  stop(): void {
    if (this.#stream === null) return
    this.#stream.close()
    this.#stream = null
    this.#set({ isRunning: false, isCut: true })
  }

  clear(): void {
    this.#stream?.close()
    this.#stream = null
    this.#set(nothing)
  }

  /** Answers with the match that is the current one now. */
  choose(index: number): LogMatch | null {
    const match = this.#state.matches[index]
    if (match === undefined) return null
    this.#set({ current: index })
    return match
  }

  /** The next one, and from the last on to the first. */
  step(by: 1 | -1): LogMatch | null {
    const { matches, current } = this.#state
    if (matches.length === 0) return null
    // The newest first: that is where one looks.
    if (current === -1) return this.choose(by === 1 ? 0 : matches.length - 1)
    return this.choose((current + by + matches.length) % matches.length)
  }

  #set(change: Partial<LogSearchState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
