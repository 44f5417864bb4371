// Finds the place of a moment in a log: times rise, so halving the file does.
import type { LogPlace } from '../../../src-shared/logs-model.ts'
import { OriginReader, type LogOrigin, type OriginFile } from './log-origin.ts'
import { longestRecordBytes, PieceReader, type Piece } from './pieces.ts'

/** So little is read through from its beginning. */
const readThroughBytes = 64 * 1024

/** The first record at or after `time` (milliseconds since 1970). */
export async function placeOfTime(origin: LogOrigin, time: number): Promise<LogPlace | 'end'> {
  const reader = new OriginReader(origin)
  try {
    const files = origin.files()
    // The last file that begins before the time has it, or the one after it begins with it.
    let index = 0
    for (let later = 1; later < files.length; later += 1) {
      const file = files[later]
      const first = file ? await timeBehind(origin, reader, file, 0) : null
      if (first !== null && first < time) index = later
    }
    for (const file of files.slice(index)) {
      const offset = await offsetOfTime(origin, reader, file, time)
      if (offset !== null) return { file: file.file, offset }
    }
    return 'end'
  } finally {
    await reader.close()
  }
}

async function offsetOfTime(
  origin: LogOrigin,
  reader: OriginReader,
  file: OriginFile,
  time: number,
): Promise<number | null> {
  let low = 0
  let high = file.size
  while (high - low > readThroughBytes) {
    const middle = Math.floor((low + high) / 2)
    const found = await timeBehind(origin, reader, file, middle)
    if (found !== null && found < time) low = middle
    else high = middle
  }
  for (let at = low; at < file.size;) {
    const { pieces, next } = await piecesBehind(origin, reader, file, at)
    // The two outputs may be a little out of order.
    const piece = pieces.find((one) => one.time !== null && one.time >= time)
    if (piece) return piece.offset
    if (next <= at) return null
    at = next
  }
  return null
}

/** The first time that is told behind an offset, in what one look shows. */
async function timeBehind(
  origin: LogOrigin,
  reader: OriginReader,
  file: OriginFile,
  offset: number,
): Promise<number | null> {
  const { pieces } = await piecesBehind(origin, reader, file, offset)
  return pieces.find((piece) => piece.time !== null)?.time ?? null
}

/** Whole records from the first that begins at or behind an offset. */
async function piecesBehind(
  origin: LogOrigin,
  reader: OriginReader,
  file: OriginFile,
  offset: number,
): Promise<{ pieces: Piece[]; next: number }> {
  const ahead = offset > 0 ? 1 : 0
  const block = await reader.read(file, offset - ahead, readThroughBytes + longestRecordBytes)
  const skip = ahead === 0 ? 0 : block.indexOf(0x0a) + 1
  // Inside of one huge record.
  if (ahead === 1 && skip === 0) return { pieces: [], next: offset - ahead + block.length }
  const base = offset - ahead + skip
  const { pieces, consumed } = new PieceReader(origin.format, false).read(block.subarray(skip), base, false)
  return { pieces, next: base + consumed }
}
