// Names and paths in a container, as they are drawn and as they are copied. Bytes that are no UTF-8 come as halves of
// surrogate pairs (see src-shared/files-contract.ts).
import { quoteArgument } from '../../ui/command-text.ts'
import { visibleText } from '../../ui/visible-text.ts'

const escapedByte = /[\uDC80-\uDCFF]/
/** What does something else than being drawn when it is pasted, and halves of pairs, which are bytes. */
const unprintable = /[\p{Cc}\p{Cs}]/u

/** A byte that is no character becomes `⟨FF⟩`; everything else that cannot be seen is made visible as everywhere. */
export function visibleName(name: string): string {
  if (!escapedByte.test(name)) return visibleText(name)
  return Array.from(name, (character) => {
    const byte = byteOf(character)
    return byte === null ? visibleText(character) : `⟨${hex(byte).toUpperCase()}⟩`
  }).join('')
}

/** As a shell takes it back: in quotes unless it is plain, in those of bash and others where it is not all text. */
export function copiedPath(path: string): string {
  if (!unprintable.test(path)) return quoteArgument(path)
  const quoted = Array.from(path, (character) => {
    const byte = byteOf(character)
    if (byte !== null) return `\\x${hex(byte)}`
    if (character === "'" || character === '\\') return `\\${character}`
    if (character === '\n') return '\\n'
    // An exclamation mark calls for history in these quotes, where one types.
    if (character !== '!' && !unprintable.test(character)) return character
    return Array.from(new TextEncoder().encode(character), (one) => `\\x${hex(one)}`).join('')
  })
  return `$'${quoted.join('')}'`
}

/** What a save dialog can take as a name. */
export function plainName(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cs}/]/gu, '_')
}

export function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function byteOf(character: string): number | null {
  const code = character.codePointAt(0) ?? 0
  return code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : null
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
