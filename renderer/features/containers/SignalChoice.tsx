// Which signal to send: those one knows by name, with what they say to a program, or any other as typed.
import { useState } from 'react'
import { TextField } from '../../ui/Field.tsx'
import { RadioChoice } from '../../ui/RadioChoice.tsx'
import { offeredSignals, signalProblem } from './signals.ts'

const other = 'other'

export interface ChosenSignal {
  signal: string
  /** What is wrong with what was typed; null when it can be sent. */
  problem: string | null
}

export const firstSignal: ChosenSignal = { signal: 'TERM', problem: null }

export function SignalChoice({ onChange }: { onChange: (chosen: ChosenSignal) => void }) {
  const [chosen, setChosen] = useState(firstSignal.signal)
  const [typed, setTyped] = useState('')
  const problem = signalProblem(typed)

  function take(choice: string, text: string): void {
    setChosen(choice)
    setTyped(text)
    const signal = choice === other ? text.trim() : choice
    onChange({ signal, problem: signalProblem(signal) })
  }

  return (
    <>
      <RadioChoice
        label="Signal"
        value={chosen}
        onChange={(choice) => take(choice, typed)}
        className="grid-cols-2"
        options={[
          ...offeredSignals.map(({ name, meaning }) => ({ value: name, name, help: meaning })),
          { value: other, name: 'Another', help: 'By its name or number.' },
        ]}
      />
      {chosen === other && (
        <TextField
          label="Signal name or number"
          isCode
          value={typed}
          onChange={(text) => take(chosen, text)}
          placeholder="WINCH, RTMIN+1, 28 …"
          problem={typed === '' ? null : problem}
          maxLength={20}
        />
      )}
    </>
  )
}
