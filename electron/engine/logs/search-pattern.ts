// What is searched for, as patterns: one that judges the text of a line, and one that finds candidates in whole blocks
// of a log file, where each text stands behind a header and lines follow one another.

export interface SearchQuery {
  pattern: string
  isRegex: boolean
  isCaseSensitive: boolean
}

export interface SearchPattern {
  /** Of a line's text. */
  exact: RegExp
  /**
   * Global. Matches in every line of conmon's that `exact` matches, never over its end; and in each record whose line
   * goes on. Null for a pattern that cannot be used so.
   */
  candidate: RegExp | null
  /** What it matches behind a header need not be what `exact` matches. */
  isLoose: boolean
}

/** The header of a record whose line goes on in another one. */
export const openRecord = /std(?:out|err) P /

/** Throws a SyntaxError for what is no pattern. */
export function compilePattern({ pattern, isRegex, isCaseSensitive }: SearchQuery): SearchPattern {
  const flags = isCaseSensitive ? '' : 'i'
  const source = isRegex ? pattern : escaped(pattern)
  const exact = new RegExp(source, flags)
  const bound = boundToLine(source)
  if (bound === null) return { exact, candidate: null, isLoose: true }
  const candidate = new RegExp(`(?:${bound})|${openRecord.source}`, `g${flags}`)
  return { exact, candidate, isLoose: bound.includes(textBegin) }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** A text begins behind its header's tag. */
const textBegin = '(?<= [FP] )'
const lineEnd = '(?=[\\r\\n])'

/** What looks behind itself would see headers; what names a newline or makes a dot match one would go over it. */
const unfit = /\(\?<[=!]|\\(?:n|c|x|u)|\(\?[a-z-]+:/i

/**
 * The same pattern, never matching a newline. A text holds none, so this takes nothing away; and without it what is
 * found would go on into the next lines, or make the search take n² time.
 */
function boundToLine(source: string): string | null {
  if (unfit.test(source)) return null
  let bound = ''
  for (let at = 0; at < source.length;) {
    const character = source[at] ?? ''
    let length = 1
    if (character === '\\') {
      length = 2
      const escape = source.slice(at, at + length)
      bound += { '\\s': '[^\\S\\n]', '\\D': '[^\\d\\n]', '\\W': '[^\\w\\n]' }[escape] ?? escape
    } else if (character === '[') {
      length = endOfClass(source, at) + 1 - at
      bound += boundClass(source.slice(at, at + length))
    } else if (character === '^') bound += textBegin
    else if (character === '$') bound += lineEnd
    else bound += character
    at += length
  }
  return isPattern(bound) ? bound : null
}

function endOfClass(source: string, start: number): number {
  let at = start + 1
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1
  return at
}

function boundClass(text: string): string {
  if (!new RegExp(text).test('\n')) return text
  return text.startsWith('[^') ? `${text.slice(0, -1)}\\n]` : `(?:(?!\\n)${text})`
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp
  } catch {
    return false // of a kind that nobody thought of: line by line it works
  }
}
