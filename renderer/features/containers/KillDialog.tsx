// Kill: which signal, what it says to the program, and the command.
import { useEffect, useId, useRef, useState } from 'react'
import { refusal } from '../../../src-shared/actions.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { TextField } from '../../ui/Field.tsx'
import { RadioChoice } from '../../ui/RadioChoice.tsx'
import { visibleText } from '../../ui/visible-text.ts'
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
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<ErrorInfo | null>(null)
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])

  /** The dialog goes when it is done, and stays with all that was typed when it is refused. */
  async function send(): Promise<void> {
    setIsBusy(true)
    setError(null)
    const refused = await killContainer(id, signal, () => isThere.current)
    if (!isThere.current) return
    setIsBusy(false)
    setError(refused)
    if (refused === null) closeDialog()
  }

  return (
    <Dialog
      title={
        <>
          Kill <bdi className="code">{visibleText(id)}</bdi>
        </>
      }
      onClose={closeDialog}
      notice={error && <ErrorNotice title="It was not sent" error={error} />}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look="danger"
            type="submit"
            form={formId}
            reason={isBusy ? null : (gone ?? problem)}
            isBusy={isBusy}
          >
            {isBusy ? 'Sending…' : 'Kill'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (gone === null && problem === null && !isBusy) void send()
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
