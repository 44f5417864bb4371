// OSC 52, by which a program puts text on the clipboard. Off unless the user allowed it; only writing, whatever the
// setting: what is on the clipboard is nobody's business in a container. Not xterm's own add-on, which answers questions
// and decodes first whatever size it is.
import type { IDisposable, IParser } from '@xterm/xterm'

/** Of the text; a screenful is a hundredth of it. */
const longestBytes = 1024 * 1024
const base64Ratio = 4 / 3

export function listenForCopies(
  parser: IParser,
  isAllowed: () => boolean,
  onCopy: (text: string) => void,
): IDisposable {
  return parser.registerOscHandler(52, (data) => {
    const text = isAllowed() ? copiedText(data) : null
    if (text !== null) onCopy(text)
    // Dealt with in any case: nobody else is to make something of it.
    return true
  })
}

/** The text of `c;<base64>`; null when it is a question, empty, too long or no base64. */
export function copiedText(data: string): string | null {
  const semicolon = data.indexOf(';')
  const encoded = data.slice(semicolon + 1)
  if (semicolon === -1 || encoded === '?' || encoded === '') return null
  if (encoded.length > longestBytes * base64Ratio) return null
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder().decode(bytes)
  } catch {
    return null // what a program writes that is no base64 is nobody's error
  }
}
