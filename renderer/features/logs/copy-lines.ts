// What is copied of a log: lines as lines, also those that are selected and out of sight, without times or numbers.
import { shownLine } from '../../../src-shared/control-sequences.ts'
import type { LogRow } from './log-rows.ts'

/** What the clipboard's call takes, and a little less. */
export const mostCopiedCharacters = 8 * 1024 * 1024

export function textOf(rows: readonly LogRow[]): string {
  const parts: string[] = []
  let length = 0
  for (const { line } of rows) {
    if (line === undefined) continue
    const text = shownLine(line.text) + (line.goesOn ? '' : '\n')
    length += text.length
    if (length > mostCopiedCharacters) break
    parts.push(text)
  }
  return parts.join('')
}

/** What is selected with the pointer in the lines that are drawn; null when that lies within one of them. */
export function selectedText(rows: readonly LogRow[]): string | null {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const first = indexOf(range.startContainer)
  const last = indexOf(range.endContainer)
  if (first === null || last === null || first === last) return null
  const begin = partOf(range, range.startContainer, 'behind')
  const end = partOf(range, range.endContainer, 'before')
  const goesOn = rows[first]?.line?.goesOn === true
  return `${begin}${goesOn ? '' : '\n'}${textOf(rows.slice(first + 1, last))}${end}`
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement
}

function indexOf(node: Node): number | null {
  const row = elementOf(node)?.closest('[data-index]')
  return row instanceof HTMLElement ? Number(row.dataset['index']) : null
}

function partOf(range: Range, node: Node, side: 'behind' | 'before'): string {
  const text = elementOf(node)?.closest('[data-index]')?.querySelector('[data-line-text]')
  if (!text) return ''
  const part = document.createRange()
  part.selectNodeContents(text)
  if (side === 'behind') {
    if (text.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset)
  } else if (text.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset)
  else return ''
  return part.toString()
}
