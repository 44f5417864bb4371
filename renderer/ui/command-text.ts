// A command as one would type it: arguments quoted for a POSIX shell where they need it. And the short of it for a row.

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

export function quoteArgument(argument: string): string {
  if (plain.test(argument)) return argument
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`
}

export function commandText(argv: readonly string[]): string {
  return argv.map(quoteArgument).join(' ')
}

/** What runc is told to do; what stands before it are options for every verb. */
const verbs: ReadonlySet<string> = new Set(
  'checkpoint create delete events exec features kill list pause ps restore resume run spec start state update'.split(
    ' ',
  ),
)

/** Options between verb and id that are longer than this, in characters, are folded. */
const longestOptions = 24

/**
 * A command with what tells it from others first: `runc … pause web-1`, `conmon … (creates web-1)`. The whole command
 * stands on hover and is what is copied.
 */
export function briefCommand(argv: readonly string[], containerId: string | null): string {
  const [program = '', ...rest] = argv
  const name = program.split('/').at(-1) ?? program
  if (name === 'conmon' && containerId !== null) return `conmon … (creates ${quoteArgument(containerId)})`
  const verbAt = rest.findIndex((argument) => verbs.has(argument))
  if (name !== 'runc' || verbAt === -1) return commandText([name, ...rest])
  const [verb = '', ...operands] = rest.slice(verbAt)
  const start = verbAt === 0 ? [name, verb] : [name, '…', verb]
  const idAt = containerId === null ? -1 : operands.indexOf(containerId)
  const options = commandText(operands.slice(0, Math.max(idAt, 0)))
  const isFolded = options.length > longestOptions
  const shown = isFolded ? commandText(operands.slice(idAt)) : commandText(operands)
  return [...start, ...(isFolded ? ['…'] : []), shown].join(' ').trimEnd()
}
