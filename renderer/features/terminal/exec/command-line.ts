// A command as one types it, taken apart as a POSIX shell would: blanks part arguments, quotes and backslashes keep them
// together. Nothing is expanded: `$HOME` or `*` need a shell to mean anything.

export type ParsedCommand = { args: string[]; problem: null } | { args: null; problem: string }

/** Empty text has no arguments. */
export function parseCommand(text: string): ParsedCommand {
  const args: string[] = []
  let current: string | null = null
  let quote: '"' | "'" | null = null
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '\0') return { args: null, problem: 'An argument cannot hold a zero byte.' }
    if (quote !== null && character === quote) quote = null
    else if (quote === "'") current += character
    else if (character === '\\') {
      const next = text[at + 1]
      if (next === undefined) return { args: null, problem: 'There is nothing after the last backslash.' }
      // Within double quotes it is only itself before what it could be needed for.
      const isPlain = quote === '"' && !'"\\$`'.includes(next)
      current = (current ?? '') + (isPlain ? `\\${next}` : next)
      at += 1
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character
      current ??= ''
    } else if (quote === null && /\s/.test(character)) {
      if (current !== null) args.push(current)
      current = null
    } else current = (current ?? '') + character
  }
  if (quote !== null) return { args: null, problem: `A quote (${quote}) is not closed.` }
  if (current !== null) args.push(current)
  if (args[0] === '') return { args: null, problem: 'The program’s name is empty.' }
  return { args, problem: null }
}
