// What a piece of a file is, and how it is shown: as text where it is text, else as bytes.

export type Encoding = 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Latin 1'

export type Content = { kind: 'text'; encoding: Encoding } | { kind: 'binary'; name: string | null }

/** Beginnings by which files are known. */
const signatures: readonly [name: string, bytes: readonly number[]][] = [
  ['ELF program', [0x7f, 0x45, 0x4c, 0x46]],
  ['PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG image', [0xff, 0xd8, 0xff]],
  ['GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['gzip archive', [0x1f, 0x8b]],
  ['zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
]

/** Of characters that are not letters, in text of one byte each. */
const mostControls = 0.02

/** By the file's first piece. */
export function contentOf(bytes: Uint8Array): Content {
  const known = signatures.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte))
  if (known) return { kind: 'binary', name: known[0] }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: 'text', encoding: 'UTF-16 LE' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { kind: 'text', encoding: 'UTF-16 BE' }
  if (bytes.includes(0) || hasControls(bytes)) return { kind: 'binary', name: null }
  return { kind: 'text', encoding: isUtf8(bytes) ? 'UTF-8' : 'Latin 1' }
}

/** Breaks, tabs and escapes are of text. */
const usualControls = new Set([8, 9, 10, 12, 13, 27])

function hasControls(bytes: Uint8Array): boolean {
  let controls = 0
  for (const byte of bytes) if (byte < 0x20 && !usualControls.has(byte)) controls += 1
  return controls > bytes.length * mostControls
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The piece may end in the middle of a character.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

const labels: Record<Encoding, string> = {
  'UTF-8': 'utf-8',
  'UTF-16 LE': 'utf-16le',
  'UTF-16 BE': 'utf-16be',
  'Latin 1': 'latin1',
}

export function textOf(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(labels[encoding]).decode(bytes, { stream: true })
}

const bytesInLine = 16

/** Lines of an address, sixteen bytes and what they are as characters. */
export function hexOf(bytes: Uint8Array, offset: number): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += bytesInLine) {
    const line = [...bytes.subarray(at, at + bytesInLine)]
    const address = (offset + at).toString(16).padStart(8, '0')
    const digits = line.map((byte) => byte.toString(16).padStart(2, '0'))
    const halves = [digits.slice(0, 8).join(' '), digits.slice(8).join(' ')]
    const characters = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))
    lines.push(`${address}  ${halves.join('  ').padEnd(bytesInLine * 3)}  ${characters.join('')}`)
  }
  return lines.join('\n')
}
