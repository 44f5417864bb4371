// JSON on lines of its own, with every character of its values kept: numbers beyond 2^53 would lose digits otherwise.

/** Strings whole; what is between them by the character. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g

/** Text that is no JSON comes back with line breaks in odd places, and nothing lost but spaces. */
export function indentJson(text: string): string {
  let depth = 0
  let out = ''
  let last = ''
  const line = (): string => `\n${'  '.repeat(Math.min(depth, 100))}`
  for (const [token] of text.matchAll(tokens)) {
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1)
      out += last === '{' || last === '[' ? token : line() + token
    } else {
      if (last === '{' || last === '[' || last === ',') out += line()
      out += token === ':' ? ': ' : token
      if (token === '{' || token === '[') depth += 1
    }
    last = token
  }
  return out
}
