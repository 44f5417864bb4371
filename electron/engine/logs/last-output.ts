// The end of what a container wrote, as text.
import type { LogOrigin } from './log-origin.ts'
import { readPage } from './pages.ts'
import { toPlainText } from './plain-text.ts'

/** What the contract promises of `lastOutput`. */
const longestOutputBytes = 4096

/** Of the log's last page. Rejects with a Refusal when the log is not ours to read. */
export async function readLastOutput(origin: LogOrigin): Promise<string> {
  const { lines } = await readPage(origin, { from: 'end', direction: 'before', output: null })
  return cutToEnd(toPlainText(lines.map(({ text, goesOn }) => (goesOn ? text : `${text}\n`)).join('')))
}

/** The last 4 KiB, beginning with a line of its own where there is one. */
function cutToEnd(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= longestOutputBytes) return text
  const end = bytes.subarray(bytes.length - longestOutputBytes)
  const newline = end.indexOf('\n')
  const cut = newline === -1 || newline === end.length - 1 ? end : end.subarray(newline + 1)
  // A character that the cut tore becomes the replacement character; those at the front go.
  return new TextDecoder().decode(cut).replace(/^\uFFFD+/, '')
}
