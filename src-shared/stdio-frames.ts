// How frames look on a pair of byte streams (an engine as the child of pkexec or ssh). Pure: no Node, no DOM.
//
//   u32 length of all that follows · u32 length of the JSON · JSON `[path, frame]` · raw bytes
//
// Numbers are big-endian. JSON cannot hold bytes, so the one Uint8Array that a frame may carry travels behind it, and
// `path` says where in the frame it belongs (null: there is none).

/** The largest frame that is taken: a list of 50,000 containers is half of it. Bounds what a sender can make us hold. */
export const largestFrameBytes = 64 * 1024 * 1024
/** Bytes sit at `bytes` or `data.bytes`, and are looked for nowhere deeper. */
const deepestPath = 2
const lengthBytes = 4

/** What a decoder throws when the other side does not speak this language; the connection is then beyond repair. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame'
}

/** Writes a frame, as the pieces to be sent one after the other (the bytes are not copied). */
export function encodeFrame(frame: object): Uint8Array[] {
  const carried: { path: string[]; bytes: Uint8Array }[] = []
  const bare = withoutBytes(frame, [], carried)
  if (carried.length > 1) throw new TypeError('A frame carries at most one array of bytes.')
  const [found] = carried
  const json = new TextEncoder().encode(JSON.stringify([found?.path ?? null, bare]))
  const raw = found?.bytes ?? new Uint8Array(0)
  const length = lengthBytes + json.byteLength + raw.byteLength
  if (length > largestFrameBytes) throw new RangeError(`A frame of ${length} bytes is too large to send.`)
  const head = new Uint8Array(2 * lengthBytes)
  const view = new DataView(head.buffer)
  view.setUint32(0, length)
  view.setUint32(lengthBytes, json.byteLength)
  return raw.byteLength === 0 ? [head, json] : [head, json, raw]
}

/** Copies a frame, with null where bytes were. Looks only as deep as bytes can sit; what lies below goes as it is. */
function withoutBytes(
  value: object,
  path: string[],
  carried: { path: string[]; bytes: Uint8Array }[],
): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = [...path, key]
    if (inner instanceof Uint8Array) {
      carried.push({ path: innerPath, bytes: inner })
      copy[key] = null
    } else if (isPlainObject(inner) && innerPath.length < deepestPath) {
      copy[key] = withoutBytes(inner, innerPath, carried)
    } else {
      copy[key] = inner
    }
  }
  return copy
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Takes bytes as they come, in any pieces, and gives back the frames that they complete. */
export interface FrameDecoder {
  /** Throws MalformedFrame; nothing may be pushed after that. */
  push(chunk: Uint8Array): unknown[]
  /** Whether it holds the beginning of a frame: the stream must not end here. */
  readonly isMidFrame: boolean
}

export function createFrameDecoder(limitBytes: number = largestFrameBytes): FrameDecoder {
  let chunks: Uint8Array[] = []
  let held = 0

  /** Joins what is held once it has grown to `needed` bytes; before that nothing is copied. */
  function peek(needed: number): Uint8Array | null {
    if (held < needed) return null
    const [first] = chunks
    if (first !== undefined && first.byteLength >= needed) return first
    const joined = new Uint8Array(held)
    let at = 0
    for (const chunk of chunks) {
      joined.set(chunk, at)
      at += chunk.byteLength
    }
    chunks = [joined]
    return joined
  }

  function next(): { frame: unknown } | null {
    const head = peek(lengthBytes)
    if (head === null) return null
    const length = readLength(head, 0)
    if (length < lengthBytes) throw new MalformedFrame(`A frame of ${length} bytes cannot be.`)
    if (length > limitBytes)
      throw new MalformedFrame(`A frame of ${length} bytes is above the limit of ${limitBytes}.`)
    const all = peek(lengthBytes + length)
    if (all === null) return null
    const frame = decodeBody(all.subarray(lengthBytes, lengthBytes + length))
    const rest = all.subarray(lengthBytes + length)
    chunks = [rest, ...chunks.slice(1)].filter((chunk) => chunk.byteLength > 0)
    held -= lengthBytes + length
    return { frame }
  }

  return {
    push(chunk) {
      if (chunk.byteLength > 0) chunks.push(chunk)
      held += chunk.byteLength
      const frames: unknown[] = []
      for (let found = next(); found !== null; found = next()) frames.push(found.frame)
      return frames
    },
    get isMidFrame() {
      return held > 0
    },
  }
}

function readLength(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at)
}

function decodeBody(body: Uint8Array): unknown {
  const jsonLength = readLength(body, 0)
  const jsonEnd = lengthBytes + jsonLength
  if (jsonEnd > body.byteLength) throw new MalformedFrame('The JSON of a frame is longer than the frame.')
  const parsed = parseJson(body.subarray(lengthBytes, jsonEnd))
  if (!Array.isArray(parsed) || parsed.length !== 2) throw new MalformedFrame('A frame is not [path, frame].')
  const [path, frame] = parsed as [unknown, unknown]
  if (path === null) {
    if (jsonEnd !== body.byteLength) throw new MalformedFrame('A frame has bytes without a place for them.')
    return frame
  }
  // A copy: the rest of the chunk must not live as long as the frame, nor cross a port with it.
  place(frame, path, new Uint8Array(body.subarray(jsonEnd)))
  return frame
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new MalformedFrame('The JSON of a frame cannot be read.')
  }
}

/** Puts the bytes where `path` says; only over a null that the frame itself has there. */
function place(frame: unknown, path: unknown, bytes: Uint8Array): void {
  if (!Array.isArray(path) || path.length === 0 || path.length > deepestPath) {
    throw new MalformedFrame('The place of a frame’s bytes is not a path.')
  }
  const keys: unknown[] = path
  let holder = frame
  for (const [index, key] of keys.entries()) {
    if (!isPlainObject(holder) || typeof key !== 'string' || !Object.hasOwn(holder, key)) {
      throw new MalformedFrame('The place of a frame’s bytes is not in it.')
    }
    const own = holder as Record<string, unknown>
    if (index < keys.length - 1) holder = own[key]
    else if (own[key] === null) own[key] = bytes
    else throw new MalformedFrame('The place of a frame’s bytes is taken.')
  }
}
