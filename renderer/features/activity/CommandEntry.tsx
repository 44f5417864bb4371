// One command that was run: when, what, on which container, how long, how it ended; its error unfolds below it.
import { ChevronRight } from 'lucide-react'
import { memo, useState } from 'react'
import type { CommandRecord } from '../../../src-shared/model.ts'
import { goTo } from '../../stores/view.ts'
import { classNames } from '../../ui/class-names.ts'
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
  const { argv, containerId, startedAt, durationMs, error } = record
  const text = commandText(argv)
  const isBad = error !== null || (record.exitCode !== null && record.exitCode !== 0)
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
        <MiddleCut text={text} tail={28} className="code flex-1 select-text" />
        {hasContainer && (
          <span className="flex w-36 shrink-0 @max-[720px]:hidden">
            {containerId !== null && (
              <button
                type="button"
                className="code flex min-w-0 rounded-inner text-text-muted hover:text-text hover:underline"
                onClick={() => goTo({ name: 'container', id: containerId })}
              >
                <MiddleCut text={containerId} tail={6} />
              </button>
            )}
          </span>
        )}
        <span className="figures w-16 shrink-0 text-right text-text-muted">
          {durationMs === null ? '' : formatDuration(durationMs)}
        </span>
        <span
          className={classNames(
            'figures w-16 shrink-0 text-right whitespace-nowrap',
            isBad ? 'text-danger' : 'text-text-muted',
          )}
        >
          {durationMs !== null && <span className="spoken">exit code </span>}
          {durationMs !== null && <span aria-hidden="true">exit </span>}
          {outcomeText(record)}
        </span>
        <span className="flex w-12.5 shrink-0 justify-end gap-0.5">
          {error && (
            <button
              type="button"
              aria-expanded={isOpen}
              aria-label="What went wrong"
              {...hintAttributes({ hint: error.message })}
              onClick={() => setIsOpen(!isOpen)}
              className="flex size-6 items-center justify-center rounded-inner text-danger hover:bg-surface-3"
            >
              <ChevronRight
                size={16}
                aria-hidden
                className={classNames('transition-transform', isOpen && 'rotate-90')}
              />
            </button>
          )}
          <CopyButton text={text} label="Copy command" />
        </span>
      </div>
      {error && isOpen && <ErrorNotice title="It failed" error={error} className="mx-4 mb-3" />}
    </li>
  )
})
