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

/** What is wrong with a typed signal, as the contract takes it; null when it can be sent. */
export function signalProblem(signal: string): string | null {
  if (signal === '') return 'A signal is needed.'
  return /^[A-Za-z0-9+-]{1,16}$/.test(signal) ? null : 'A signal is a name such as TERM, or a number.'
}
