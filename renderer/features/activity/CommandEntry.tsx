// One command that was run: when, what, on which container, how long, how it ended; its error unfolds below it.
import { ChevronRight } from 'lucide-react'
import { memo, useState } from 'react'
import { splitKey } from '../../../src-shared/container-key.ts'
import type { CommandRecord } from '../../../src-shared/model.ts'
import { goTo } from '../../stores/view.ts'
import { classNames } from '../../ui/class-names.ts'
import { CommandBrief } from '../../ui/CommandBrief.tsx'
import { commandText } from '../../ui/command-text.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { formatDuration, formatMoment, formatTime } from '../../ui/format.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { MiddleCut } from '../../ui/MiddleCut.tsx'
import { outcomeText } from './outcome.ts'

export interface CommandEntryProps {
  record: CommandRecord
  /** Off on a container's own page. */
  hasContainer: boolean
}

export const CommandEntry = memo(function CommandEntry({ record, hasContainer }: CommandEntryProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { argv, containerKey, startedAt, durationMs, error } = record
  const text = commandText(argv)
  return (
    <li className="group border-b border-line last:border-b-0 [contain-intrinsic-size:auto_32px] [content-visibility:auto]">
      <div className="flex h-8 items-center gap-3 pr-3 pl-4 group-hover:bg-surface-2">
        <time
          dateTime={startedAt}
          className="figures shrink-0 text-text-muted"
          {...hintAttributes({ hint: formatMoment(startedAt) })}
        >
          {formatTime(startedAt)}
        </time>
        <CommandBrief argv={argv} containerKey={containerKey} className="flex-1 select-text" />
        {hasContainer && (
          <span className="flex w-36 shrink-0 @max-[720px]:hidden">
            {containerKey !== null && (
              <button
                type="button"
                className="code flex min-w-0 rounded-inner text-text-muted hover:text-text hover:underline"
                onClick={() => goTo({ name: 'container', key: containerKey })}
              >
                <MiddleCut text={splitKey(containerKey).id} tail={6} />
              </button>
            )}
          </span>
        )}
        <span className="figures w-14 shrink-0 text-right text-text-muted">
          {durationMs === null ? '' : formatDuration(durationMs)}
        </span>
        <span className="flex w-18 shrink-0 justify-end">
          <Outcome record={record} isOpen={isOpen} onToggle={() => setIsOpen(!isOpen)} />
        </span>
        <CopyButton text={text} label="Copy command" />
      </div>
      {error && isOpen && (
        <ErrorNotice title="It failed" error={error} hasCommand={false} className="mx-4 mt-1 mb-3" />
      )}
    </li>
  )
})

interface OutcomeProps {
  record: CommandRecord
  isOpen: boolean
  onToggle: () => void
}

/** The exit code; where there is more to say, the button that unfolds it. */
function Outcome({ record, isOpen, onToggle }: OutcomeProps) {
  const { error, exitCode } = record
  const isBad = error !== null || (exitCode !== null && exitCode !== 0)
  const look = classNames('figures whitespace-nowrap', isBad ? 'text-danger' : 'text-text-muted')
  const text = outcomeText(record)
  if (error === null) return <span className={look}>{text}</span>
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      {...hintAttributes({ hint: error.message })}
      onClick={onToggle}
      className={classNames('-mr-1 flex h-6 items-center rounded-inner pl-1.5 hover:bg-surface-3', look)}
    >
      {text}
      <ChevronRight
        size={14}
        aria-hidden
        className={classNames('transition-transform', isOpen && 'rotate-90')}
      />
    </button>
  )
}
