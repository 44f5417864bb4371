// Kill: which signal, what it says to the program, and the command.
import { useId, useState } from 'react'
import { refusal } from '../../../src-shared/actions.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { RadioChoice } from '../../ui/RadioChoice.tsx'
import { killContainer } from './perform.ts'
import { offeredSignals, signalProblem } from './signals.ts'
import { usePreview } from './use-preview.ts'

const other = 'other'

export function KillDialog({ id }: { id: string }) {
  const container = useContainers(({ byId }) => byId.get(id))
  const [chosen, setChosen] = useState('TERM')
  const [typed, setTyped] = useState('')
  const formId = useId()
  const signal = chosen === other ? typed.trim() : chosen
  const problem = signalProblem(signal)
  const lines = usePreview(id, 'kill', problem === null ? signal : undefined)
  const gone = container ? refusal('kill', container) : 'It is gone.'

  return (
    <Dialog
      title={
        <>
          Kill <span className="code">{id}</span>
        </>
      }
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="danger" type="submit" form={formId} reason={gone ?? problem}>
            Kill
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (gone !== null || problem !== null) return
          closeDialog()
          void killContainer(id, signal)
        }}
      >
        <RadioChoice
          label="Signal"
          value={chosen}
          onChange={setChosen}
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
            onChange={setTyped}
            placeholder="WINCH, RTMIN+1, 28 …"
            problem={typed === '' ? null : problem}
            maxLength={20}
          />
        )}
        {problem === null && lines && <CommandLines lines={lines} />}
      </form>
    </Dialog>
  )
}
