// conmon's log format (`k8s-file`): a line is `time stream F|P payload`. F ends a line of output, P does not.

/** Gives back what the container wrote. `bytes` may begin in the middle of a line; what it is the rest of is left out. */
export function decodeK8sLog(bytes: Uint8Array, isFromStart: boolean): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = []
  let at = isFromStart ? 0 : text.indexOf('\n') + 1
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline === -1 ? text.length : newline
    const payload = payloadOf(text.subarray(at, lineEnd))
    if (payload !== null) parts.push(...(payload.isWhole ? [payload.bytes, lineFeed] : [payload.bytes]))
    at = lineEnd + 1
  }
  return Buffer.concat(parts)
}

const lineFeed = Buffer.from('\n')

/** Null for what is not a record, such as a line that is still being written. */
function payloadOf(line: Buffer): { bytes: Buffer; isWhole: boolean } | null {
  const afterTime = line.indexOf(' ')
  const afterStream = afterTime === -1 ? -1 : line.indexOf(' ', afterTime + 1)
  if (afterStream === -1) return null
  const tag = line.toString('latin1', afterStream + 1, afterStream + 3)
  if (tag !== 'F ' && tag !== 'P ') return null
  return { bytes: line.subarray(afterStream + 3), isWhole: tag === 'F ' }
}
