// The end of what a container wrote, as text, from conmon's log.
import { open } from 'node:fs/promises'
import { decodeK8sLog } from './k8s-log.ts'
import { toPlainText } from './plain-text.ts'

/** What the contract promises of `lastOutput`. */
const longestOutputBytes = 4096
/** Records add some 40 bytes to each line, and control sequences vanish: this much of the log is enough for 4 KiB. */
const readBytes = 64 * 1024

/** Null when there is no log (any more). */
export async function readLastOutput(logPath: string): Promise<string | null> {
  try {
    const file = await open(logPath, 'r')
    try {
      const { size } = await file.stat()
      const from = Math.max(0, size - readBytes)
      const bytes = Buffer.alloc(size - from)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
      const output = decodeK8sLog(bytes.subarray(0, bytesRead), from === 0)
      return cutToEnd(toPlainText(new TextDecoder().decode(output)))
    } finally {
      await file.close()
    }
  } catch {
    return null // it never wrote, or its log went with it while we looked
  }
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
