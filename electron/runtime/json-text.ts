// JSON as people write it by hand: where it is wrong, by line and column, and numbers beyond 2^53 kept to the digit
// (`RLIM_INFINITY` in config.json is one).
import { randomUUID } from 'node:crypto'

/** Where a text stops being JSON; both count from 1. */
export interface JsonFault {
  line: number
  column: number
}

const space = /[ \t\n\r]*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y
/** Greedy over one class only, so that a string of megabytes needs no stack. */
const plain = /[^"\\\p{Cc}]+|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy

/** Finds the first place where a text that JSON.parse refused is wrong. Walks with a stack of its own, not the call stack. */
export function findJsonFault(text: string): JsonFault {
  let at = 0
  const open: ('{' | '[')[] = []
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  const take = (character: string): boolean => {
    skip(space)
    if (text[at] !== character) return false
    at += 1
    return true
  }
  const takeString = (): boolean => {
    if (!take('"')) return false
    while (skip(plain)) continue
    if (text[at] !== '"') return false
    at += 1
    return true
  }
  const takeKey = (): boolean => takeString() && take(':')
  // Each round reads one value, then closes what ends behind it.
  for (;;) {
    skip(space)
    if (take('{')) {
      if (!take('}')) {
        open.push('{')
        if (takeKey()) continue
        break
      }
    } else if (take('[')) {
      if (!take(']')) {
        open.push('[')
        continue
      }
    } else if (!(text[at] === '"' ? takeString() : skip(scalar))) break
    while (open.length > 0 && take(open.at(-1) === '{' ? '}' : ']')) open.pop()
    if (open.length === 0) {
      skip(space)
      break
    }
    if (!take(',')) break
    if (open.at(-1) === '{' && !takeKey()) break
  }
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}

/** A token is a string or a number; only the numbers among them may need care. */
const token = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g

/** Changes a JSON text through its parsed value without touching integers that a double cannot hold. */
export function editJson(text: string, edit: (value: unknown) => unknown): string {
  if (!/\d{16}/.test(text)) return JSON.stringify(edit(JSON.parse(text)))
  // Such a number travels as a string that nobody can have written by chance.
  const mark = `number:${randomUUID()}:`
  const marked = text.replace(token, (found) =>
    /^-?\d{16,}$/.test(found) && !Number.isSafeInteger(Number(found)) ? `"${mark}${found}"` : found,
  )
  return JSON.stringify(edit(JSON.parse(marked))).replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1')
}
