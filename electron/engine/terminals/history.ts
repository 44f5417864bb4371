// What a session said so far: its last output as bytes, addressed by how many came before, and for a terminal the screen
// that the forgotten ones left behind. Together they draw what a terminal that was there all the time would show.
import type { OutputStream } from '../../runtime/index.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import { createRuns } from './runs.ts'
import { createScreenState, type ScreenState } from './screen-state.ts'

/** A full scroll-back of 5,000 long lines fits several times over; with the screen a session stays below 3 MiB. */
const keptBytes = 1.5 * 1024 * 1024
const blockBytes = 64 * 1024

/** What is too much may wait for the end of a flood, which needs the processor itself: kept so long, and up to so much. */
const resting = { afterMs: 100, mostBytes: 8 * 1024 * 1024 } as const

/**
 * What falls out in a flood is parsed as long as that costs little: measured, 13 to 23 MB a second of text, less of
 * nonsense. Beyond it is left out: what a flood has drawn, its own last 1.5 MiB draw over.
 */
const parsing = {
  /** Of each second, for one session. */
  msPerSecond: 150,
  /** What a quiet session has saved up: some 6 MB of text. */
  burstMs: 400,
  /** Handed over and not parsed yet. */
  waitingBytes: 1024 * 1024,
} as const

export interface Beginning {
  /** The terminal's there; null for none. */
  size: TerminalSize | null
  /** Where the bytes of the history are to be read from. */
  position: number
  /** What comes before them: draws the screen as it was there. Null when nothing is forgotten, or nothing was drawn. */
  screen: Uint8Array | null
}

export interface History {
  /** Position behind the last byte. */
  readonly end: number
  /** Position of the first byte that is kept. */
  readonly start: number
  append(bytes: Uint8Array, output: OutputStream): void
  /** The terminal has another size from here on. */
  resized(columns: number, rows: number): void
  /** Up to `longest` bytes of one output, said to a terminal of one size, from `position`, in an array of their own. */
  read(
    position: number,
    longest: number,
  ): { bytes: Uint8Array; next: number; output: OutputStream; size: TerminalSize | null }
  beginning(): Beginning
  dispose(): void
}

const nothing = new Uint8Array(0)
const newline = 0x0a
const escape = 0x1b

/** A null size is no terminal: what was forgotten has left nothing behind then. */
export function createHistory(
  size: TerminalSize | null,
  now: () => number = () => performance.now(),
): History {
  let blocks: Uint8Array[] = []
  /** Position of the first block; a multiple of its size. */
  let base = 0
  let start = 0
  /** Up to here the screen was given it; it is kept until that is parsed. */
  let given = 0
  let end = 0
  const runs = createRuns<OutputStream>()
  const shapes = createRuns<TerminalSize>()
  let shape = size
  if (size !== null) shapes.note(0, size)
  /** Sizes that the screen has not taken over yet. */
  let sizes: (TerminalSize & { position: number })[] = []
  let screen: ScreenState | null = null
  let isLoading = false
  let isDisposed = false
  let isAtRest = false
  let rest: NodeJS.Timeout | null = null
  let firstSize = size
  const budget = createBudget(now)

  function load(): void {
    if (isLoading || firstSize === null) return
    isLoading = true
    void createScreenState(firstSize.columns, firstSize.rows).then(takeOver)
  }

  function takeOver(made: ScreenState): void {
    if (isDisposed) return made.dispose()
    screen = made
    makeRoom()
  }

  /** In a flood only for what cannot wait for its end. */
  function makeRoom(): void {
    if (end - given <= keptBytes) return
    const isPatient = size !== null && !isAtRest
    forget(isPatient ? keptBytes + resting.mostBytes : keptBytes)
    if (isPatient) rest ??= setTimeout(takeRest, resting.afterMs).unref()
  }

  /** Nothing came for a while. */
  function takeRest(): void {
    rest = null
    isAtRest = true
    makeRoom()
  }

  /** Lets go of what is more than so much at the front, once the screen has what it drew. */
  function forget(mostBytes: number): void {
    while (end - given > mostBytes) {
      const cut = cutBehind(given)
      if (size === null) moveStart(cut)
      else if (screen === null) {
        load()
        // Until it is there, which takes some milliseconds once, a flood must not fill the memory.
        if (end - given < 2 * (keptBytes + resting.mostBytes)) return
        moveStart(cut)
      } else if (given - start < parsing.waitingBytes && (isAtRest || budget.isLeft())) parse(screen, cut)
      else if (given === start) skip(screen, cut)
      // Goes on when that is parsed.
      else return
    }
  }

  function moveStart(position: number): void {
    start = position
    given = Math.max(given, position)
    const gone = Math.floor((start - base) / blockBytes)
    if (gone > 0) blocks = blocks.slice(gone)
    base += gone * blockBytes
    runs.forgetBefore(start)
    shapes.forgetBefore(start)
  }

  function parse(into: ScreenState, cut: number): void {
    for (const { position, columns, rows } of takeSizes(cut)) {
      if (position > given) into.write(copy(given, position), () => {})
      given = Math.max(given, position)
      into.resize(columns, rows)
    }
    let began = 0
    // Called right before what follows is parsed.
    into.write(nothing, () => (began = now()))
    into.write(copy(given, cut), () => {
      budget.spend(now() - began)
      if (isDisposed) return
      moveStart(cut)
      if (isAtRest) makeRoom()
    })
    given = cut
  }

  function skip(into: ScreenState, cut: number): void {
    for (const { columns, rows } of takeSizes(cut)) into.resize(columns, rows)
    into.skipped()
    moveStart(cut)
  }

  function takeSizes(before: number): typeof sizes {
    const due = sizes.filter(({ position }) => position < before)
    sizes = sizes.filter(({ position }) => position >= before)
    return due
  }

  /** A block further, where no sequence and no character is torn: behind a newline, else before an escape. */
  function cutBehind(position: number): number {
    const limit = position + blockBytes
    const part = copy(position, limit)
    const line = part.lastIndexOf(newline)
    if (line !== -1) return position + line + 1
    const sequence = part.lastIndexOf(escape)
    if (sequence > 0) return position + sequence
    const character = lastCharacter(part)
    return character > 0 ? position + character : limit
  }

  function copy(from: number, until: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, until - from))
    for (let filled = 0; filled < bytes.byteLength;) {
      const offset = from + filled - base
      const block = blocks[Math.floor(offset / blockBytes)]
      if (block === undefined) break
      const within = offset % blockBytes
      const part = block.subarray(within, within + bytes.byteLength - filled)
      bytes.set(part, filled)
      filled += part.byteLength
    }
    return bytes
  }

  return {
    get end() {
      return end
    },
    get start() {
      return start
    },
    append(bytes, output) {
      isAtRest = false
      if (rest !== null) rest.refresh()
      runs.note(end, output)
      for (let taken = 0; taken < bytes.byteLength;) {
        const within = end % blockBytes
        if (within === 0) blocks.push(new Uint8Array(blockBytes))
        const part = bytes.subarray(taken, taken + blockBytes - within)
        blocks.at(-1)?.set(part, within)
        taken += part.byteLength
        end += part.byteLength
        // Piece by piece: one chunk may be larger than all that is kept.
        makeRoom()
      }
    },
    resized(columns, rows) {
      if (shape === null || (shape.columns === columns && shape.rows === rows)) return
      shape = { columns, rows }
      shapes.note(end, shape)
      if (end === 0) firstSize = { columns, rows }
      else {
        // A window that is dragged has hundreds between two bytes; the last one holds.
        if (sizes.at(-1)?.position === end) sizes.pop()
        sizes.push({ position: end, columns, rows })
      }
    },
    read(position, longest) {
      const from = Math.max(position, start)
      const { value, until } = runs.at(from)
      const said = shapes.at(from)
      const next = Math.min(from + longest, end, until, said.until)
      return { bytes: copy(from, next), next, output: value ?? 'stdout', size: said.value ?? null }
    },
    beginning: () => ({
      position: start,
      screen: start > 0 && screen !== null ? screen.restore() : null,
      size: shapes.at(start).value ?? null,
    }),
    dispose() {
      isDisposed = true
      if (rest !== null) clearTimeout(rest)
      blocks = []
      sizes = []
      screen?.dispose()
      screen = null
    },
  }
}

/** Not one of the bytes that continue a UTF-8 character. */
function isCharacterStart(byte: number): boolean {
  return (byte & 0xc0) !== 0x80
}

function createBudget(now: () => number): { isLeft(): boolean; spend(milliseconds: number): void } {
  let left: number = parsing.burstMs
  let at = now()
  return {
    isLeft() {
      const time = now()
      left = Math.min(parsing.burstMs, left + ((time - at) / 1000) * parsing.msPerSecond)
      at = time
      return left > 0
    },
    spend(milliseconds) {
      left -= milliseconds
    },
  }
}

function lastCharacter(bytes: Uint8Array): number {
  let at = bytes.byteLength - 1
  while (at > 0 && !isCharacterStart(bytes[at] ?? 0)) at -= 1
  return at
}
