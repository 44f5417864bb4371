// The way of a program's output past our pseudo terminal. `runc exec --tty` copies what the container's terminal says to its
// standard output; where that is a terminal too, the kernel hands it out 2 to 4 kB at a time, by way of a worker thread.
// Through a fifo it comes twice as fast, at half the cost. What a terminal does to it is done here instead.
import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { promisify } from 'node:util'
import { systemCode } from './errors.ts'

const newline = 0x0a
const carriageReturn = 0x0d

export interface OutputFifo {
  /** For whoever writes to it. */
  readonly path: string
  onData(listener: (bytes: Uint8Array) => void): void
  pause(): void
  resume(): void
  /** Resolves when everything was read that a writer, which has ended, has written. */
  drained(): Promise<void>
  /** For one that gets no writer. */
  close(): void
}

/** Null where none can be made: without mkfifo, or on a full disk. */
export async function openFifo(
  path: string,
  environment: Record<string, string>,
): Promise<OutputFifo | null> {
  let descriptor: number
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', path], { env: environment })
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return null
  }
  const socket = new Socket({ fd: descriptor, readable: true, writable: false })
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  // Its end is all that there is to know; `close` follows.
  socket.on('error', () => socket.destroy())
  return {
    path,
    onData: (listener) => {
      const addReturns = createReturns()
      socket.on('data', (bytes: Uint8Array) => listener(addReturns(bytes)))
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    drained: async () => {
      // Where it cannot be, there is at least an end.
      if (!letGo(path)) socket.destroy()
      await ended
    },
    close: () => void socket.destroy(),
  }
}

/** A fifo that no writer has ever opened has no end. False when it could not be given one. */
function letGo(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
    return true
  } catch (error) {
    // ENXIO: it was read to its end. ENOENT: it is cleared away. Else there is no descriptor left.
    return ['ENXIO', 'ENOENT'].includes(systemCode(error) ?? '')
  }
}

/**
 * ONLCR of a terminal: each line ends with a carriage return too. runc relies on it, and switches it off for the container's
 * own terminal, a moment after the program has begun: until then the lines have theirs already.
 */
export function createReturns(): (bytes: Uint8Array) => Uint8Array {
  let hasReturned = false
  return (bytes) => {
    const isBorder = hasReturned && bytes[0] === newline
    hasReturned = bytes.byteLength === 0 ? hasReturned : bytes[bytes.byteLength - 1] === carriageReturn
    if (!bytes.includes(newline)) return bytes
    // One character per byte, and several times as fast as a loop over these.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const ended = Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'latin1')
    return isBorder ? ended.subarray(1) : ended
  }
}
