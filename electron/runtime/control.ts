// conmon's control fifo: terminal size and reopening of the log. Up to 2.1.13 conmon applies the first of several lines
// that it finds at once as many times as there are lines; so they are sent one by one, with a pause between them.
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { RuncError, systemCode } from './errors.ts'
import type { MonitorPlaces } from './layout.ts'

/** By far longer than conmon takes from one look at the fifo to the next (measured: lines 50 ms apart never meet). */
const apartMs = 50

/** After a size: that long later it is sent once more, in case that another process of ours has written in between. */
const confirmMs = 150

/** Serves one container; all parts of a runtime share it. */
export class ControlFifo {
  readonly #path: string
  #queue: Promise<void> = Promise.resolve()
  #size: { columns: number; rows: number } | null = null
  #confirming: NodeJS.Timeout | null = null

  constructor(places: MonitorPlaces) {
    this.#path = join(places.bundle, 'ctl')
  }

  /** Many at once become the last of them. Rejects with Stopped when there is no conmon any more. */
  async resize(columns: number, rows: number): Promise<void> {
    this.#size = { columns, rows }
    await this.#enqueue(() => this.#sendSize())
    if (this.#confirming) clearTimeout(this.#confirming)
    this.#confirming = setTimeout(() => {
      this.#confirming = null
      this.#size ??= { columns, rows }
      // It was sent already; that conmon is gone by now is no failure.
      this.#enqueue(() => this.#sendSize()).catch(() => undefined)
    }, confirmMs).unref()
  }

  /** Has conmon open its log anew. */
  async reopenLog(): Promise<void> {
    await this.#enqueue(() => this.#send('2 0 0'))
  }

  #sendSize(): boolean {
    const size = this.#size
    if (!size) return false
    this.#size = null
    return this.#send(`1 ${size.rows} ${size.columns}`)
  }

  /** One after the other; the pause is counted to what comes next. */
  #enqueue(send: () => boolean): Promise<void> {
    const sent = this.#queue.then(send)
    this.#queue = sent.then(
      (isSent) => (isSent ? delay(apartMs, undefined, { ref: false }) : undefined),
      () => undefined,
    )
    return sent.then(() => undefined)
  }

  #send(line: string): boolean {
    let descriptor: number
    try {
      // Without O_NONBLOCK this would wait for ever for a conmon that is gone.
      descriptor = openSync(this.#path, constants.O_WRONLY | constants.O_NONBLOCK)
    } catch (error) {
      const code = systemCode(error)
      if (code !== 'ENXIO' && code !== 'ENOENT') throw error
      throw new RuncError('Stopped', 'Its monitor (conmon) does not run any more.', { cause: error })
    }
    try {
      writeSync(descriptor, `${line}\n`)
      return true
    } finally {
      closeSync(descriptor)
    }
  }
}

/** The control fifos of one runtime's containers. */
export class ControlFifos {
  readonly #fifos = new Map<string, ControlFifo>()

  of(places: MonitorPlaces): ControlFifo {
    const known = this.#fifos.get(places.directory)
    if (known) return known
    const fifo = new ControlFifo(places)
    this.#fifos.set(places.directory, fifo)
    return fifo
  }

  forget(places: MonitorPlaces): void {
    this.#fifos.delete(places.directory)
  }
}
