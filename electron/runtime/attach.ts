// Attaching to a program under conmon, a container's own or a detached process: output from the log, since the beginning
// and then live; input over a bridge; size through conmon's control fifo. However slow a viewer is, conmon and the
// program never wait for it.
import type { RuntimeContext } from './context.ts'
import { notFound, RuncError } from './errors.ts'
import { closePipeInput, openPipeInput, openTerminalInput } from './input-bridge.ts'
import type { Input, InputTarget } from './input-bridge.ts'
import type { LogRecord } from './log-parser.ts'
import { openLog } from './log-source.ts'
import type { LogOptions } from './log-source.ts'

export interface AttachOptions {
  /** Called in order. The next record waits for the promise, if one comes back: that is how a slow viewer goes slowly. */
  onData: (record: LogRecord) => void | Promise<void>
  /** What has been written before: all of it (default), the last so many records or bytes of the log, or none. */
  history?: 'all' | 'none' | number | { bytes: number }
  /** Told before the first `onData` how many bytes of the log were left out, if any were. */
  onOmitted?: (bytes: number) => void
  /** Aborting detaches. */
  signal?: AbortSignal
}

/** What can be attached to. */
export interface AttachTarget extends InputTarget {
  terminal: boolean
  openLog: (options: LogOptions) => AsyncGenerator<LogRecord[]>
  /** Throws where it has no standard input, or has ended. */
  checkInput: () => void
}

/** One viewer. Any number may be attached at once; detaching ends nothing in the container. */
export interface Attachment {
  /**
   * Types into the container. Rejects with NotSupported without socat or standard input, with Stopped when there is
   * nobody to read it. Resolves when the bridge has taken it.
   */
  write(bytes: Uint8Array): Promise<void>
  /** The end of standard input; on a terminal ^D. Nothing else ever closes it. */
  closeStdin(): Promise<void>
  /** Rejects with TerminalsNotSupported without a terminal. Of many sizes in a row the last one counts. */
  resize(columns: number, rows: number): Promise<void>
  detach(): void
  /** Resolves after the last `onData`. Rejects when reading or `onData` failed. */
  readonly ended: Promise<'ended' | 'detached'>
}

const endOfInput = Uint8Array.of(0x04)

/** Terminal sizes are 16-bit numbers. */
const largestSize = 65_535

/** A container's own program. Throws NotFound. */
export function targetOf(context: RuntimeContext, id: string): AttachTarget {
  const state = context.reader.read(id)
  if (!state) throw notFound(id)
  const places = context.layout.places(id)
  const { terminal } = state
  return {
    name: `“${id}”`,
    containerId: id,
    places,
    terminal,
    openLog: (options) => openLog(context, id, options),
    checkInput: () => {
      const now = context.reader.read(id)
      if (!now) throw notFound(id)
      if (now.pid === null) throw new RuncError('Stopped', `“${id}” has ended; it takes no input any more.`)
      if (terminal || context.reader.metadata.read(places)?.stdin === true) return
      throw new RuncError('NotSupported', `“${id}” was created without a standard input.`)
    },
  }
}

/** Throws what `openLog` of the target throws. */
export function attachTo(context: RuntimeContext, target: AttachTarget, options: AttachOptions): Attachment {
  const detaching = new AbortController()
  const detach = (): void => detaching.abort()
  const { history = 'all', onOmitted, signal } = options
  const batches = target.openLog({
    follow: true,
    signal: detaching.signal,
    ...rangeOf(history),
    ...(onOmitted ? { onOmitted } : {}),
  })
  if (signal?.aborted) detach()
  signal?.addEventListener('abort', detach, { once: true })
  const input = new AttachedInput(context, target)
  const show = async (): Promise<'ended' | 'detached'> => {
    try {
      for await (const batch of batches) {
        for (const record of batch) {
          if (detaching.signal.aborted) return 'detached'
          await options.onData(record)
        }
      }
      return detaching.signal.aborted || context.disposal.aborted ? 'detached' : 'ended'
    } finally {
      signal?.removeEventListener('abort', detach)
      input.close()
    }
  }
  return {
    write: async (bytes) => {
      refuseDetached(detaching.signal)
      await input.write(bytes)
    },
    closeStdin: async () => {
      refuseDetached(detaching.signal)
      await input.end()
    },
    resize: (columns, rows) => resize(context, target, columns, rows),
    detach,
    ended: show(),
  }
}

/** Whoever has left does not type any more. */
function refuseDetached(signal: AbortSignal): void {
  if (signal.aborted) throw new RuncError('Stopped', 'It is detached: attach again to send more.')
}

function rangeOf(history: NonNullable<AttachOptions['history']>): { last?: number; lastBytes?: number } {
  if (history === 'all') return {}
  if (history === 'none') return { last: 0 }
  return typeof history === 'number' ? { last: history } : { lastBytes: history.bytes }
}

async function resize(
  context: RuntimeContext,
  { name, terminal, places }: AttachTarget,
  columns: number,
  rows: number,
): Promise<void> {
  if (!terminal) {
    throw new RuncError('TerminalsNotSupported', `${name} runs without a terminal; it has no size.`)
  }
  const isSize = [columns, rows].every(
    (value) => Number.isInteger(value) && value > 0 && value <= largestSize,
  )
  if (!isSize) throw new RuncError('InvalidArgument', `${columns} × ${rows} is not the size of a terminal.`)
  await context.supervision.controls.of(places).resize(columns, rows)
}

/** The bridge of one viewer, made with the first byte. */
class AttachedInput {
  readonly #context: RuntimeContext
  readonly #target: AttachTarget
  #opening: Promise<Input> | null = null
  #isClosed = false

  constructor(context: RuntimeContext, target: AttachTarget) {
    this.#context = context
    this.#target = target
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#check()
    this.#opening ??= this.#open()
    const opening = this.#opening
    try {
      const input = await opening
      await input.write(bytes)
    } catch (error) {
      // The next attempt begins anew.
      if (this.#opening === opening) this.#opening = null
      throw error
    }
  }

  async end(): Promise<void> {
    if (this.#target.terminal) return this.write(endOfInput)
    this.#check()
    const opened = await this.#opening
    opened?.close()
    this.#opening = null
    await closePipeInput(this.#context, this.#target)
  }

  close(): void {
    this.#isClosed = true
    // One that could not be opened has told its writer.
    this.#opening?.then(
      (input) => input.close(),
      () => undefined,
    )
    this.#opening = null
  }

  async #open(): Promise<Input> {
    return this.#target.terminal
      ? openTerminalInput(this.#context, this.#target)
      : openPipeInput(this.#context, this.#target)
  }

  #check(): void {
    const { name } = this.#target
    if (this.#isClosed) throw new RuncError('Stopped', `The connection to ${name} was ended.`)
    this.#target.checkInput()
  }
}
