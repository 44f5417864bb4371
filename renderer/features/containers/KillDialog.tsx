// Kill: which signal, what it says to the program, and the command.
import { useEffect, useId, useRef, useState } from 'react'
import { refusal } from '../../../src-shared/actions.ts'
import { splitKey } from '../../../src-shared/container-key.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { killContainer } from './perform.ts'
import { SharedCgroupAside } from './SharedCgroupAside.tsx'
import { firstSignal, SignalChoice } from './SignalChoice.tsx'
import { usePreview } from './use-preview.ts'

export function KillDialog({ containerKey }: { containerKey: string }) {
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const [{ signal, problem }, setChosen] = useState(firstSignal)
  const formId = useId()
  const lines = usePreview(containerKey, 'kill', problem === null ? signal : undefined)
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
    const refused = await killContainer(containerKey, signal, () => isThere.current)
    if (!isThere.current) return
    setIsBusy(false)
    setError(refused)
    if (refused === null) closeDialog()
  }

  return (
    <Dialog
      title={
        <>
          Kill{' '}
          <bdi className="code">{visibleText(container ? nameOf(container) : splitKey(containerKey).id)}</bdi>
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
        <SignalChoice onChange={setChosen} />
        {container && problem === null && <SharedCgroupAside container={container} signal={signal} />}
        {problem === null && lines && <CommandLines lines={lines} />}
      </form>
    </Dialog>
  )
}
