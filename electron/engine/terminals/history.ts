// What a terminal said so far: its last 2 MiB, addressed by how many bytes came before. Memory grows with what was
// said, block by block, and whole blocks are forgotten at the front.

/** A full scroll-back of 5,000 long lines fits several times over; so does what a build prints. */
const keptBytes = 2 * 1024 * 1024
const blockBytes = 64 * 1024
/** How far a replay may skip to begin at a line of its own. */
const longestSkip = 8 * 1024

const newline = 0x0a
const escape = 0x1b

export interface History {
  /** Position behind the last byte. */
  readonly end: number
  append(bytes: Uint8Array): void
  /** Up to `longest` bytes from `position`, in an array of their own; what was forgotten is left out. */
  read(position: number, longest: number): { bytes: Uint8Array; next: number }
  /** Where a replay begins: at the beginning, or after the cut at a place where no sequence is torn. */
  replayStart(): number
}

export function createHistory(): History {
  let blocks: Uint8Array[] = []
  /** Position of the first byte that is kept; a multiple of the block size. */
  let start = 0
  let end = 0

  function byteAt(position: number): number {
    const offset = position - start
    return blocks[Math.floor(offset / blockBytes)]?.[offset % blockBytes] ?? 0
  }

  /** The first position at or after `from`, but before `limit`, whose byte is wanted; null for none. */
  function find(from: number, limit: number, isWanted: (byte: number) => boolean): number | null {
    for (let position = from; position < limit; position += 1) {
      if (isWanted(byteAt(position))) return position
    }
    return null
  }

  return {
    get end() {
      return end
    },
    append(bytes) {
      let taken = 0
      while (taken < bytes.byteLength) {
        const within = end % blockBytes
        if (within === 0) blocks.push(new Uint8Array(blockBytes))
        const part = bytes.subarray(taken, taken + blockBytes - within)
        blocks.at(-1)?.set(part, within)
        taken += part.byteLength
        end += part.byteLength
      }
      const forgotten = Math.max(0, Math.ceil((end - start - keptBytes) / blockBytes))
      if (forgotten > 0) blocks = blocks.slice(forgotten)
      start += forgotten * blockBytes
    },
    read(position, longest) {
      const from = Math.max(position, start)
      const bytes = new Uint8Array(Math.max(0, Math.min(longest, end - from)))
      let filled = 0
      while (filled < bytes.byteLength) {
        const offset = from + filled - start
        const block = blocks[Math.floor(offset / blockBytes)]
        if (block === undefined) break
        const within = offset % blockBytes
        const part = block.subarray(within, within + bytes.byteLength - filled)
        bytes.set(part, filled)
        filled += part.byteLength
      }
      return { bytes, next: from + bytes.byteLength }
    },
    replayStart() {
      if (start === 0) return 0
      const limit = Math.min(end, start + longestSkip)
      // A newline ends a line and is part of no sequence; an escape begins one, whatever was torn before it.
      const afterNewline = find(start, limit, (byte) => byte === newline)
      if (afterNewline !== null) return afterNewline + 1
      return find(start, limit, (byte) => byte === escape) ?? find(start, limit, isCharacterStart) ?? limit
    },
  }
}

/** Not one of the bytes that continue a UTF-8 character. */
function isCharacterStart(byte: number): boolean {
  return (byte & 0xc0) !== 0x80
}
