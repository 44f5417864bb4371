// Attaching to a container's own program: output from the log, since the beginning and then live; input over a bridge;
// size through conmon's control fifo. However slow a viewer is, conmon and the container never wait for it.
import type { RuntimeContext } from './context.ts'
import { notFound } from './delete.ts'
import { RuncError } from './errors.ts'
import { closePipeInput, openPipeInput, openTerminalInput } from './input-bridge.ts'
import type { Input } from './input-bridge.ts'
import type { LogRecord } from './log-parser.ts'
import { openLog } from './log-source.ts'
import type { ContainerState } from './types.ts'

export interface AttachOptions {
  /** Called in order. The next record waits for the promise, if one comes back: that is how a slow viewer goes slowly. */
  onData: (record: LogRecord) => void | Promise<void>
  /** What has been written before: all of it (default), the last so many records, or none. */
  history?: 'all' | 'none' | number
  /** Aborting detaches. */
  signal?: AbortSignal
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

/** Throws NotFound, and NotSupported for a container that was not created here. */
export function attachTo(context: RuntimeContext, id: string, options: AttachOptions): Attachment {
  const state = context.reader.read(id)
  if (!state) throw notFound(id)
  const detaching = new AbortController()
  const detach = (): void => detaching.abort()
  const { history = 'all', signal } = options
  const batches = openLog(context, id, {
    follow: true,
    signal: detaching.signal,
    ...(history === 'all' ? {} : { last: history === 'none' ? 0 : history }),
  })
  if (signal?.aborted) detach()
  signal?.addEventListener('abort', detach, { once: true })
  const input = new AttachedInput(context, state)
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
    write: (bytes) => input.write(bytes),
    closeStdin: () => input.end(),
    resize: (columns, rows) => resize(context, state, columns, rows),
    detach,
    ended: show(),
  }
}

async function resize(
  context: RuntimeContext,
  { id, terminal }: ContainerState,
  columns: number,
  rows: number,
): Promise<void> {
  if (!terminal) {
    throw new RuncError('TerminalsNotSupported', `“${id}” runs without a terminal; it has no size.`)
  }
  const isSize = [columns, rows].every(
    (value) => Number.isInteger(value) && value > 0 && value <= largestSize,
  )
  if (!isSize) throw new RuncError('InvalidArgument', `${columns} × ${rows} is not the size of a terminal.`)
  await context.supervision.controls.of(context.layout.places(id)).resize(columns, rows)
}

/** The bridge of one viewer, made with the first byte. */
class AttachedInput {
  readonly #context: RuntimeContext
  readonly #state: ContainerState
  #opening: Promise<Input> | null = null
  #isClosed = false

  constructor(context: RuntimeContext, state: ContainerState) {
    this.#context = context
    this.#state = state
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
    if (this.#state.terminal) return this.write(endOfInput)
    this.#check()
    const opened = await this.#opening
    opened?.close()
    this.#opening = null
    await closePipeInput(this.#context, this.#state.id)
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
    const { id, terminal } = this.#state
    return terminal ? openTerminalInput(this.#context, id) : openPipeInput(this.#context, id)
  }

  #check(): void {
    const { id, terminal } = this.#state
    if (this.#isClosed) throw new RuncError('Stopped', `The connection to “${id}” was ended.`)
    const state = this.#context.reader.read(id)
    if (!state) throw notFound(id)
    if (state.pid === null) throw new RuncError('Stopped', `“${id}” has ended; it takes no input any more.`)
    const metadata = this.#context.reader.metadata.read(this.#context.layout.places(id))
    if (!terminal && metadata?.stdin !== true) {
      throw new RuncError('NotSupported', `“${id}” was created without a standard input.`)
    }
  }
}
