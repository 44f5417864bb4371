// The head of a container's page: the way back, its state and name, since when, and its actions.
import { ArrowLeft, Ellipsis, RotateCcw } from 'lucide-react'
import type { Action } from '../../../../src-shared/actions.ts'
import { refusal } from '../../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../../src-shared/model.ts'
import { runningSince } from '../../../stores/container-order.ts'
import { useOperations } from '../../../stores/operations.ts'
import { openMenu, useOverlays } from '../../../stores/overlays.ts'
import { goBack } from '../../../stores/view.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { useElapsed } from '../../../ui/clock.ts'
import { formatMoment } from '../../../ui/format.ts'
import { hintAttributes } from '../../../ui/hint.ts'
import { MiddleCut } from '../../../ui/MiddleCut.tsx'
import { actionIcon } from '../action-icons.tsx'
import { actionKeys } from '../action-keys.ts'
import { canCreateAgain, createAgainRefusal, openCreateAgain } from '../create/creation.ts'
import { request } from '../perform.ts'
import { pauseOrResume, startOrStop } from '../targets.ts'
import { StatusMark } from '../StatusMark.tsx'
import { useOperationWords } from '../use-operation-word.ts'
import {
  actionHints,
  actionNames,
  exitCodeText,
  isBadExit,
  isMakerKnown,
  keptBy,
  operationOf,
} from '../words.ts'

export function PageHead({ container }: { container: ContainerSummary }) {
  const { id, key, status, exit } = container
  const operation = useOperations(({ pending }) => pending.get(key)) ?? container.operation
  const words = useOperationWords(container, operation)
  return (
    <header className="@container flex shrink-0 flex-col pt-2">
      <div className="flex h-9 items-center gap-1.5 pr-3 pl-2.5">
        <IconButton label="Back" keys="Esc" icon={<ArrowLeft size={16} aria-hidden />} onClick={goBack} />
        <h1 className="flex min-w-0 flex-1 items-center font-mono text-[18px] leading-7">
          <MiddleCut text={id} tail={12} />
        </h1>
        <PageActions container={container} />
      </div>
      <div className="flex h-7 items-center gap-2 overflow-hidden pr-3 pl-4 whitespace-nowrap text-text-muted">
        <StatusMark status={status} />
        <output className="figures font-strong text-text" {...hintAttributes({ hint: words?.hint })}>
          {words?.long ?? status}
        </output>
        {exit !== null && operation === null && (
          <span className={classNames('figures', isBadExit(exit) && 'text-danger')}>
            exit {exitCodeText(exit)}
          </span>
        )}
        <Since container={container} />
        {container.pid !== null && (
          <>
            <Dot />
            <span className="figures select-text">pid {container.pid}</span>
          </>
        )}
        {isMakerKnown(container) && (
          <>
            <Dot />
            <span className="truncate">{keptBy(container.owner)}</span>
          </>
        )}
      </div>
    </header>
  )
}

function Dot() {
  return <span aria-hidden="true">·</span>
}

function Since({ container }: { container: ContainerSummary }) {
  const running = runningSince(container)
  const since = running ?? container.exit?.finishedAt ?? container.createdAt
  const elapsed = useElapsed(since)
  if (since === null || elapsed === null) return null
  const isAgo = running === null
  return (
    <>
      <Dot />
      <span className="figures" {...hintAttributes({ hint: formatMoment(since) })}>
        {isAgo
          ? `${elapsed} ago`
          : container.status === 'paused'
            ? `started ${elapsed} ago`
            : `for ${elapsed}`}
      </span>
    </>
  )
}

function PageActions({ container }: { container: ContainerSummary }) {
  const { key } = container
  const operation = useOperations(({ pending }) => pending.get(key)) ?? container.operation
  const isMenuOpen = useOverlays(({ menu }) => menu?.containerKey === key)
  const isOver = canCreateAgain(container)
  const shown: Action[] = [pauseOrResume(container), 'terminal', 'delete']
  // It runs once: what one wants of a stopped one is another.
  if (!isOver) shown.unshift(startOrStop(container))

  return (
    <div data-actions className="flex shrink-0 items-center gap-1.5">
      {isOver && (
        <Button
          icon={<RotateCcw size={14} aria-hidden />}
          hint="A new container, made of the same"
          reason={createAgainRefusal(container)}
          onClick={() => openCreateAgain(container)}
        >
          Create again…
        </Button>
      )}
      {shown.map((action) => (
        <Button
          key={action}
          reason={refusal(action, { ...container, operation })}
          isBusy={operation !== null && operation === operationOf[action]}
          keys={actionKeys[action]}
          hint={actionHints[action] ?? actionNames[action]}
          icon={actionIcon(action, 14)}
          onClick={() => request(action, container)}
        >
          {actionNames[action]}
        </Button>
      ))}
      <IconButton
        label="More actions"
        icon={<Ellipsis size={16} aria-hidden />}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        onClick={({ currentTarget }) =>
          openMenu({ containerKey: key, anchor: currentTarget, returnFocusTo: currentTarget })
        }
      />
    </div>
  )
}
