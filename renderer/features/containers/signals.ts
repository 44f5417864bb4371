// The signals that the Kill dialog offers by name, and what each says to a program. Any other is typed.

export interface OfferedSignal {
  name: string
  meaning: string
}

export const offeredSignals: readonly OfferedSignal[] = [
  { name: 'TERM', meaning: 'Asks it to end.' },
  { name: 'KILL', meaning: 'Ends it at once.' },
  { name: 'INT', meaning: 'As Ctrl+C in a terminal.' },
  { name: 'HUP', meaning: 'Often: reload the settings.' },
  { name: 'QUIT', meaning: 'Ends it with a core dump.' },
  { name: 'USR1', meaning: 'Up to the program.' },
  { name: 'USR2', meaning: 'Up to the program.' },
]

/** The names of signal(7), second names among them. */
const names: ReadonlySet<string> = new Set(
  (
    'HUP INT QUIT ILL TRAP ABRT IOT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN ' +
    'TTOU URG XCPU XFSZ VTALRM PROF WINCH IO POLL PWR SYS'
  ).split(' '),
)

/** The last real-time signal; glibc keeps the first two of them, so that SIGRTMIN is 34. */
const realTime = { first: 34, last: 64 } as const

function isRealTime(name: string): boolean {
  const [, end, sign, digits] = /^RT(MIN|MAX)(?:([+-])(\d{1,2}))?$/.exec(name) ?? []
  if (end === undefined) return false
  const offset = Number(digits ?? 0) * (sign === '-' ? -1 : 1)
  const number = (end === 'MIN' ? realTime.first : realTime.last) + offset
  return number >= realTime.first && number <= realTime.last
}

/** What is wrong with a typed signal, by the rule of the runtime; null when it can be sent. */
export function signalProblem(signal: string): string | null {
  const plain = signal.trim().toUpperCase()
  if (plain === '') return 'A signal is needed.'
  if (/^\d+$/.test(plain)) {
    const number = Number(plain)
    return plain.length <= 2 && number >= 1 && number <= realTime.last
      ? null
      : `Signals have the numbers 1 to ${realTime.last}.`
  }
  const name = plain.replace(/^SIG/, '')
  return names.has(name) || isRealTime(name)
    ? null
    : 'There is no such signal. It is a name such as TERM or RTMIN+1, or a number.'
}
