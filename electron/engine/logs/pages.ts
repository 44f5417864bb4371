// Pages of a log from any place of it, back and forth, without an index: what is before a place is found from its bytes.
import {
  logLimits,
  type LogLine,
  type LogOutput,
  type LogPage,
  type LogPlace,
} from '../../../src-shared/logs-model.ts'
import { LineJoiner, toLogLine, type JoinedLine } from './line-joiner.ts'
import {
  bytesBefore,
  findPlace,
  OriginReader,
  sizeOf,
  type LogOrigin,
  type OriginFile,
} from './log-origin.ts'
import { characterStart, longestRecordBytes, PieceReader, type Piece } from './pieces.ts'

export interface PageRequest {
  from: LogPlace | 'start' | 'end'
  direction: 'before' | 'behind'
  /** Null: both. */
  output: LogOutput | null
}

/** With one output chosen: how many lines are worth an answer, and how much is read for them at most. */
const filtered = { enoughLines: 100, mostBytes: 4 * 1024 * 1024 } as const

const newline = 0x0a

export async function readPage(
  origin: LogOrigin,
  { from, direction, output }: PageRequest,
): Promise<LogPage> {
  const reader = new OriginReader(origin)
  const files = origin.files()
  const isBack = direction === 'before'
  const read = isBack ? pageBefore : pageBehind

  /** With more lines, as long as there are few of the chosen output. */
  async function filled(first: LogPage): Promise<LogPage> {
    let page = first
    for (let bytes = 0; bytes < filtered.mostBytes; bytes += logLimits.pageBytes) {
      const next = isBack ? page.before : page.isEnd ? null : page.after
      if (page.lines.length >= filtered.enoughLines || next === null) break
      const more = await read(origin, reader, files, next, output)
      page = isBack
        ? { ...more, lines: [...more.lines, ...page.lines], after: first.after, isEnd: first.isEnd }
        : {
            ...more,
            lines: [...page.lines, ...more.lines],
            before: first.before,
            position: first.position,
          }
    }
    return page
  }

  try {
    const first = await read(origin, reader, files, from, output)
    return output === null ? first : await filled(first)
  } finally {
    await reader.close()
  }
}

async function pageBehind(
  origin: LogOrigin,
  reader: OriginReader,
  files: readonly OriginFile[],
  from: LogPlace | 'start' | 'end',
  output: LogOutput | null,
): Promise<LogPage> {
  const last = files.at(-1)
  const place = from === 'end' && last ? { file: last.file, offset: last.size } : from
  const found = typeof place === 'string' ? { index: 0, offset: 0 } : findPlace(files, place)
  let { index, offset } = found
  let file = files[index]
  // At the end of a file that is not the last: the next one.
  while (file && offset >= file.size && index < files.length - 1) {
    index += 1
    offset = 0
    file = files[index]
  }
  if (file === undefined) return emptyPage
  const start = Math.min(offset, file.size)
  const { block, isInside } = await readFrom(
    reader,
    file,
    start,
    start + 2 * logLimits.pageBytes + longestRecordBytes,
  )
  const isAll = start + block.length >= file.size
  const isLast = index === files.length - 1
  const { pieces, consumed } = new PieceReader(origin.format, isInside).read(
    block,
    start,
    isAll && (!isLast || !origin.isLive()),
  )
  const joiner = new LineJoiner(file.file)
  const lines: JoinedLine[] = []
  let next = start + consumed
  let isCut = false
  for (const piece of pieces) {
    const done = piece.offset - start
    const isEnough = done >= logLimits.pageBytes && (joiner.isIdle || done >= 2 * logLimits.pageBytes)
    if (isEnough) {
      next = piece.offset
      isCut = true
      break
    }
    lines.push(...joiner.push(piece))
  }
  const isEnd = isLast && isAll && !isCut
  const unended = joiner.unended()
  // What goes on may be told of again, whole; but not what fills a line already.
  const after = isEnd ? resumeAt(unended, next) : next
  lines.push(...unended)
  return {
    lines: chosen(lines, output),
    before: start === 0 && index === 0 ? null : { file: file.file, offset: start },
    after: isAll && !isCut && !isLast ? startOf(files[index + 1]) : { file: file.file, offset: after },
    isEnd,
    position: bytesBefore(files, index) + start,
    size: sizeOf(files),
  }
}

async function pageBefore(
  origin: LogOrigin,
  reader: OriginReader,
  files: readonly OriginFile[],
  from: LogPlace | 'start' | 'end',
  output: LogOutput | null,
): Promise<LogPage> {
  if (from === 'start') return emptyPage
  const last = files.at(-1)
  if (last === undefined) return emptyPage
  const isEnd = from === 'end'
  const found = isEnd ? { index: files.length - 1, offset: last.size } : findPlace(files, from)
  let { index, offset: end } = found
  while (end === 0 && index > 0) {
    index -= 1
    end = files[index]?.size ?? 0
  }
  const file = files[index]
  if (file === undefined) return emptyPage
  end = Math.min(end, file.size)
  // Half a JSON object says nothing: a page holds one whole.
  const reach = logLimits.pageBytes + (origin.format === 'docker' ? longestRecordBytes : 0)
  let start = Math.max(0, end - reach)
  const { block, isInside } = await readFrom(reader, file, start, end)
  let skip = 0
  if (isInside) {
    const newlineAt = block.indexOf(newline)
    // In the middle of a line that is longer than a page there is no other place to begin than this.
    const isHuge = newlineAt === -1 || newlineAt === block.length - 1
    skip = isHuge ? characterStartAfter(block) : newlineAt + 1
  }
  start += skip
  const isHuge = isInside && block[skip - 1] !== newline
  const isFinal = end < file.size || index < files.length - 1 || !origin.isLive()
  const { pieces, consumed } = new PieceReader(origin.format, isHuge).read(
    block.subarray(skip),
    start,
    isFinal,
  )
  const kept = start === 0 ? pieces : pieces.slice(firstBeginning(pieces))
  start = kept[0]?.offset ?? start
  const joiner = new LineJoiner(file.file)
  const lines = kept.flatMap((piece) => joiner.push(piece))
  const unended = joiner.unended()
  lines.push(...unended)
  const after = isEnd ? resumeAt(unended, end - block.length + skip + consumed) : end
  return {
    lines: chosen(lines, output),
    before: start === 0 && index === 0 ? null : { file: file.file, offset: start },
    after: { file: file.file, offset: after },
    isEnd: isEnd || (index === files.length - 1 && end >= file.size),
    position: bytesBefore(files, index) + start,
    size: sizeOf(files),
  }
}

const emptyPage: LogPage = { lines: [], before: null, after: null, isEnd: true, position: 0, size: 0 }

function startOf(file: OriginFile | undefined): LogPlace | null {
  return file === undefined ? null : { file: file.file, offset: 0 }
}

/** With the byte before it, which tells whether a record begins there. */
async function readFrom(
  reader: OriginReader,
  file: OriginFile,
  start: number,
  end: number,
): Promise<{ block: Buffer; isInside: boolean }> {
  const ahead = start > 0 ? 1 : 0
  const bytes = await reader.read(file, start - ahead, Math.min(end, file.size) - start + ahead)
  return { block: bytes.subarray(ahead), isInside: ahead === 1 && bytes.length > 0 && bytes[0] !== newline }
}

/** The first piece that begins a line for certain: the one before it ends one. Else there is none better than the first. */
function firstBeginning(pieces: readonly Piece[]): number {
  const ending = pieces.findIndex(({ goesOn }) => !goesOn)
  return ending === -1 || ending === pieces.length - 1 ? 0 : ending + 1
}

function characterStartAfter(block: Buffer): number {
  const at = characterStart(block, Math.min(3, block.length - 1))
  return Math.max(0, at)
}

/** Where following begins, so that lines without their end are told of again when they go on. */
function resumeAt(unended: readonly JoinedLine[], next: number): number {
  return unended.reduce((least, { offset }) => Math.min(least, offset), next)
}

function chosen(lines: readonly JoinedLine[], output: LogOutput | null): LogLine[] {
  return lines
    .filter((line) => output === null || line.output === output)
    .toSorted((one, other) => one.offset - other.offset)
    .map(toLogLine)
}
