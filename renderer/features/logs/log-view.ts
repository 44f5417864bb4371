// What is shown of one container's log: asks the engine for pages, follows the end, keeps the rows between. Knows no
// React; whoever shows it subscribes.
import type { StreamHandle } from '../../../src-shared/client.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { LogNews, LogOutput, LogPage, LogPlace } from '../../../src-shared/logs-model.ts'
import type { Engine } from '../../engine/connection.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import {
  appended,
  cutBefore,
  lineId,
  rowLimits,
  windowOf,
  withBefore,
  withBehind,
  type Window,
} from './log-rows.ts'

export interface LogViewState extends Window {
  isLoaded: boolean
  /** A page is on its way. */
  isBusy: boolean
  isFollowing: boolean
  /** Paused by hand: the end is not followed again unasked. */
  isHeld: boolean
  error: ErrorInfo | null
  /** Bytes of the log before what was loaded last, and of all of it. */
  position: number
  size: number
  /** Counts up when other rows take the place of all. */
  opening: number
  /** What is to be brought into sight after that. */
  target: 'start' | 'end' | { row: string }
}

/** A flood is drawn so often: each frame costs the page what a screen of text costs. */
const drawEveryMs = 33

const empty: LogViewState = {
  rows: [],
  before: null,
  after: null,
  isEnd: false,
  isLoaded: false,
  isBusy: false,
  isFollowing: false,
  isHeld: false,
  error: null,
  position: 0,
  size: 0,
  opening: 0,
  target: 'end',
}

export class LogView {
  readonly #engine: Engine
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  readonly #decoder = new TextDecoder()
  #output: LogOutput | null
  #state: LogViewState = empty
  #stream: StreamHandle<'logFollow'> | null = null
  #news: { bytes: Uint8Array; consumed: () => void }[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #isVisible = true
  #isDisposed = false

  constructor(engine: Engine, key: string, output: LogOutput | null) {
    this.#engine = engine
    this.#key = key
    this.#output = output
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): LogViewState => this.#state

  /** Another output is shown from now on, at the end. */
  choose(output: LogOutput | null): void {
    if (output === this.#output) return
    this.#output = output
    this.openEnd()
  }

  /** The last lines, and then what comes. */
  openEnd(): void {
    void this.#open('end', 'before', 'end', true)
  }

  openStart(): void {
    void this.#open('start', 'behind', 'start', false)
  }

  /** The line at a place, with some before it. */
  openAt(place: LogPlace): void {
    void this.#open(place, 'behind', { row: lineId(place) }, false)
  }

  /** What was written first at or after a moment. */
  async openTime(time: number): Promise<void> {
    const place = await this.#engine.call('logs.placeOfTime', { key: this.#key, time })
    if (place === 'end') this.openEnd()
    else this.openAt(place)
  }

  async loadBefore(): Promise<void> {
    const { before, opening, isBusy } = this.#state
    if (before === null || isBusy || !this.#state.isLoaded) return
    const page = await this.#page(before, 'before')
    if (page !== null && opening === this.#state.opening)
      this.#set({ ...withBefore(this.#state, page), ...placed(page) })
  }

  async loadBehind(): Promise<void> {
    const { after, opening, isBusy, isEnd, isFollowing } = this.#state
    if (after === null || isBusy || isEnd || isFollowing) return
    const page = await this.#page(after, 'behind')
    if (page !== null && opening === this.#state.opening)
      this.#set({ ...withBehind(this.#state, page), ...placed(page) })
  }

  /** From what is known on; what was written meanwhile comes first. */
  follow(): void {
    if (this.#isDisposed || this.#state.isFollowing || !this.#state.isLoaded) return
    this.#set({ isFollowing: true, isEnd: true, isHeld: false })
    this.#attach()
  }

  /** By hand, or because the reader has gone elsewhere and may come back. */
  pause(isHeld: boolean): void {
    if (!this.#state.isFollowing) return
    this.#detach()
    // What comes from now on is behind the end that is shown.
    this.#set({ isFollowing: false, isEnd: false, isHeld })
  }

  /** Nothing is sent to a window that nobody sees. */
  setVisible(isVisible: boolean): void {
    if (isVisible === this.#isVisible) return
    this.#isVisible = isVisible
    if (!this.#state.isFollowing) return
    if (isVisible) this.#attach()
    else this.#detach()
  }

  /** There is a connection (again). */
  connected(): void {
    if (!this.#state.isLoaded) this.openEnd()
    else if (this.#state.isFollowing && this.#isVisible && this.#stream === null) this.#attach()
  }

  dispose(): void {
    this.#isDisposed = true
    this.#detach()
    this.#listeners.clear()
  }

  #set(change: Partial<LogViewState>): void {
    if (this.#isDisposed) return
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  async #open(
    from: LogPlace | 'start' | 'end',
    direction: 'before' | 'behind',
    target: LogViewState['target'],
    follows: boolean,
  ): Promise<void> {
    this.#detach()
    const opening = this.#state.opening + 1
    this.#set({ opening, isFollowing: false, isBusy: false })
    const page = await this.#page(from, direction)
    if (page === null || opening !== this.#state.opening) return
    // A line that was looked for is seen with what was before it.
    const isWithin = typeof target === 'object' && page.before !== null
    const before = isWithin ? await this.#page(page.before ?? 'start', 'before') : null
    if (opening !== this.#state.opening) return
    const window = before === null ? windowOf(page) : withBefore(windowOf(page), before)
    this.#set({ ...window, ...placed(page), isLoaded: true, isHeld: false, target, opening: opening + 1 })
    if (follows) this.follow()
  }

  /** Whoever takes the page in says at the same time that none is on its way any more: else it is asked for twice. */
  async #page(from: LogPlace | 'start' | 'end', direction: 'before' | 'behind'): Promise<LogPage | null> {
    const { opening } = this.#state
    this.#set({ isBusy: true })
    try {
      const page = await this.#engine.call('logs.page', {
        key: this.#key,
        from,
        direction,
        output: this.#output,
      })
      return page
    } catch (error) {
      if (opening === this.#state.opening) this.#set({ isBusy: false, error: toErrorInfo(error) })
      return null
    }
  }

  #attach(): void {
    this.#detach()
    const stream: StreamHandle<'logFollow'> = this.#engine.open(
      'logFollow',
      { key: this.#key, from: this.#state.after, output: this.#output },
      {
        onData: (bytes, consumed) => {
          if (this.#stream !== stream) return
          this.#news.push({ bytes, consumed })
          this.#timer ??= setTimeout(() => this.#draw(), 0)
        },
        onEnd: (result) => {
          if (this.#stream !== stream) return
          this.#draw()
          this.#stream = null
          // A lost connection is gone on from when there is another one.
          if (!result.ok && result.error.code === 'EngineGone') return
          this.#set({ isFollowing: false, ...(result.ok ? {} : { error: result.error }) })
        },
      },
    )
    this.#stream = stream
  }

  #detach(): void {
    this.#stream?.close()
    this.#stream = null
    this.#news = []
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #draw(): void {
    const news = this.#news
    this.#news = []
    if (this.#timer !== null) clearTimeout(this.#timer)
    // In a flood the next frame comes no sooner.
    this.#timer = news.length === 0 ? null : setTimeout(() => this.#draw(), drawEveryMs)
    if (news.length === 0) return
    let { after, size } = this.#state
    let rows = [...this.#state.rows]
    for (const { bytes } of news) {
      const { lines, skipped, ...figures } = JSON.parse(this.#decoder.decode(bytes)) as LogNews
      if (skipped) rows.push({ id: `gap ${skipped.from.file}:${skipped.from.offset}`, skip: skipped })
      rows = appended(rows, lines)
      after = figures.after
      size = figures.size
    }
    this.#set({ ...cutBefore({ ...this.#state, rows, after }, rowLimits.mostFollowing), size })
    for (const { consumed } of news) consumed()
  }
}

function placed({ position, size }: LogPage): Pick<LogViewState, 'position' | 'size' | 'isBusy' | 'error'> {
  return { position, size, isBusy: false, error: null }
}
