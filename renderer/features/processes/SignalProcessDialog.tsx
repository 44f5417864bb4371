// A signal to one process: which, what it says to the program, and the command that does the same.
import { useEffect, useId, useRef, useState } from 'react'
import { foreignSentence } from '../../../src-shared/actions.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { managerWarning } from '../../../src-shared/manager-guard.ts'
import type { ProcessRow } from '../../../src-shared/processes-model.ts'
import { engine } from '../../engine/index.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { commandText } from '../../ui/command-text.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { WarningBox } from '../../ui/WarningBox.tsx'
import { ManagerAside } from '../containers/ManagerAside.tsx'
import { firstSignal, SignalChoice } from '../containers/SignalChoice.tsx'
import { strangerSentence } from './words.ts'

export interface SignalProcessDialogProps {
  containerKey: string
  process: ProcessRow
}

export function SignalProcessDialog({ containerKey, process }: SignalProcessDialogProps) {
  const { pid, startTime, name, isInit, stranger } = process
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const [{ signal, problem }, setChosen] = useState(firstSignal)
  const formId = useId()
  const lines = useSignalPreview(containerKey, process, problem === null ? signal : null)
  const warning = isInit && container ? managerWarning('stop', container) : null
  const foreign = container?.foreignUid ?? null
  const refused = container ? (foreign === null ? problem : foreignSentence(foreign)) : 'It is gone.'
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<ErrorInfo | null>(null)
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])

  async function send(): Promise<void> {
    setIsBusy(true)
    setError(null)
    try {
      const acknowledged = warning !== null
      await engine.call('processes.signal', { key: containerKey, pid, startTime, signal, acknowledged })
      if (isThere.current) closeDialog()
    } catch (failure) {
      if (!isThere.current) return
      setIsBusy(false)
      setError(toErrorInfo(failure))
    }
  }

  return (
    <Dialog
      title={
        <>
          Signal <bdi className="code">{visibleText(name)}</bdi> <span className="figures">{pid}</span>
        </>
      }
      onClose={closeDialog}
      notice={error && <ErrorNotice title="It was not sent" error={error} hasCommand={false} />}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="danger" type="submit" form={formId} reason={isBusy ? null : refused} isBusy={isBusy}>
            {isBusy ? 'Sending…' : warning ? 'Send anyway' : 'Send'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (refused === null && !isBusy) void send()
        }}
      >
        {container && warning && <ManagerAside kind={container.owner.kind} warning={warning} />}
        {stranger !== null && (
          <WarningBox>
            <p className="[overflow-wrap:anywhere] select-text">
              <bdi>{visibleText(strangerSentence(stranger))}</bdi>
            </p>
          </WarningBox>
        )}
        {isInit && (
          <p className="text-text-muted">
            It is the container’s first process: with it the container ends. Of signals that it has no handler
            for it only feels KILL and STOP.
          </p>
        )}
        {container?.status === 'paused' && (
          <p className="text-text-muted">The container is paused: what is sent waits until it is resumed.</p>
        )}
        <SignalChoice onChange={setChosen} />
        {problem === null && lines && <CommandLines lines={lines} />}
      </form>
    </Dialog>
  )
}

/** A signal may still be being typed. */
const askAfterMs = 80

/** The command lines; null until they are known, or when nobody can say. */
function useSignalPreview(
  key: string,
  { pid, startTime }: ProcessRow,
  signal: string | null,
): readonly string[] | null {
  const [lines, setLines] = useState<readonly string[] | null>(null)
  useEffect(() => {
    if (signal === null) return undefined
    let isCurrent = true
    const timer = setTimeout(() => {
      engine.call('processes.preview', { key, pid, startTime, signal }).then(
        (commands) => isCurrent && setLines(commands.map(commandText)),
        // The question can be answered without it; sending will say what is wrong.
        () => isCurrent && setLines(null),
      )
    }, askAfterMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [key, pid, startTime, signal])
  return lines
}
