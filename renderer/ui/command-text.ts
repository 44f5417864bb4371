// A command as one would type it: arguments quoted for a POSIX shell where they need it.

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

export function quoteArgument(argument: string): string {
  if (plain.test(argument)) return argument
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`
}

export function commandText(argv: readonly string[]): string {
  return argv.map(quoteArgument).join(' ')
}
