// Names of files are bytes, what we tell of them is text. A byte that is no UTF-8 travels as one of the 128 halves of a
// surrogate pair from U+DC80 on, which no valid name decodes to: so every name has one text, and every text one name.

const firstEscape = 0xdc00
/** Stands for what cannot be decoded; a name may hold it itself. */
const replacement = '\uFFFD'
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function nameToText(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes(replacement) ? carefully(bytes) : text
}

export function textToName(text: string): Buffer {
  if (!/[\uDC80-\uDCFF]/.test(text)) return Buffer.from(text)
  // What is behind half a pair of its own is not ours to escape.
  const pieces = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code > 0xdc7f && code < 0xdd00 ? Buffer.of(code - firstEscape) : Buffer.from(character)
  })
  return Buffer.concat(pieces)
}

/** Takes as many bytes at a time as make a character. */
function carefully(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = lengthOfCharacter(bytes, at)
    text +=
      length === 0
        ? String.fromCharCode(firstEscape + (bytes[at] ?? 0))
        : bytes.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return text
}

/** 0 when none begins there. */
function lengthOfCharacter(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  try {
    strict.decode(bytes.subarray(at, at + length))
    return at + length <= bytes.length ? length : 0
  } catch {
    return 0 // not UTF-8: the caller takes the byte by itself
  }
}
