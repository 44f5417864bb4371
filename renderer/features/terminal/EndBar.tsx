// Below the screen when nothing runs in it any more: how it ended, when, and what can be done.
import { Play, RotateCw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { splitKey } from '../../../src-shared/container-key.ts'
import { refusal } from '../../../src-shared/actions.ts'
import type { TerminalSummary } from '../../../src-shared/terminal-model.ts'
import { useContainers } from '../../stores/containers.ts'
import type { TerminalTab } from '../../stores/terminals.ts'
import { markProblem, useTerminals } from '../../stores/terminals.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { formatTime } from '../../ui/format.ts'
import { attachAgain, closeTerminal, runAgain } from './actions.ts'
import { endingDuration, endingSentence, programName } from './words.ts'

export function EndBar({ tab }: { tab: TerminalTab }) {
  const { key, state, session, error } = tab
  const program = programName(tab.args)
  if (state === 'opening') return null
  if (state === 'failed' && error) {
    return (
      <Failure title={`Could not open ${program} in ${splitKey(tab.containerKey).id}`} error={error}>
        <Again tabKey={key} label="Try again" />
        <Close tabKey={key} />
      </Failure>
    )
  }
  if (state === 'broken' && error) {
    const isThere = error.code !== 'NotFound'
    return (
      <Failure title={`The connection to ${program} in ${splitKey(tab.containerKey).id} broke`} error={error}>
        {isThere && <AttachAgain tabKey={key} />}
        <Again tabKey={key} label="Open again" />
        <Close tabKey={key} />
      </Failure>
    )
  }
  if (state === 'lost') {
    return (
      <Bar isBad text="The engine was restarted, and this program ended with it.">
        <Again tabKey={key} label="Open again" />
        <Close tabKey={key} />
      </Bar>
    )
  }
  const exit = session?.exit ?? null
  if (exit?.error) {
    return (
      <Failure title={`${program} could not be run in ${splitKey(tab.containerKey).id}`} error={exit.error}>
        <Again tabKey={key} label="Run again" />
        <Close tabKey={key} />
      </Failure>
    )
  }
  const words = session?.notice ?? session?.inputProblem ?? null
  return (
    <>
      {words && exit === null && <Bar isBad={false} text={words} />}
      {error && (
        <Failure
          title={`${program} could not be ended`}
          error={error}
          onDismiss={() => markProblem(key, null)}
        />
      )}
      {exit && (
        <Bar isBad={exit.code !== 0} text={endingText(exit)}>
          <Again tabKey={key} label="Run again" />
          <Close tabKey={key} />
        </Bar>
      )}
    </>
  )
}

/** `Exited with code 0 after 12.4 s, at 14:03:22. The container was stopped.` */
function endingText(exit: NonNullable<TerminalSummary['exit']>): string {
  const { durationMs, finishedAt, reason } = exit
  const ending = `${endingSentence(exit)}${endingDuration(durationMs)}, at ${formatTime(finishedAt)}`
  return reason === null ? ending : `${ending}. ${reason}`
}

function Bar({ text, isBad, children }: { text: string; isBad: boolean; children?: ReactNode }) {
  return (
    <output className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-surface-2 py-1 pr-1.5 pl-3">
      <span className={classNames('min-w-0 flex-1 select-text', isBad && 'text-danger')}>{text}</span>
      {children}
    </output>
  )
}

function Failure({
  children,
  ...notice
}: {
  title: string
  error: NonNullable<TerminalTab['error']>
  onDismiss?: () => void
  children?: ReactNode
}) {
  return (
    <ErrorNotice {...notice} className="m-2 max-h-3/4 shrink-0 overflow-auto">
      {children}
    </ErrorNotice>
  )
}

function Again({ tabKey, label }: { tabKey: string; label: string }) {
  const containerKey = useTerminals(({ tabs }) => tabs.find(({ key }) => key === tabKey)?.containerKey ?? '')
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const reason = container ? refusal('terminal', container) : 'The container is gone.'
  return (
    <Button icon={<Play size={13} aria-hidden />} reason={reason} onClick={() => void runAgain(tabKey)}>
      {label}
    </Button>
  )
}

/** The program may run on: what it said comes again, and nothing of it is lost. */
function AttachAgain({ tabKey }: { tabKey: string }) {
  return (
    <Button icon={<RotateCw size={13} aria-hidden />} onClick={() => attachAgain(tabKey)}>
      Try again
    </Button>
  )
}

function Close({ tabKey }: { tabKey: string }) {
  return (
    <Button look="quiet" icon={<X size={14} aria-hidden />} onClick={() => void closeTerminal(tabKey)}>
      Close
    </Button>
  )
}
