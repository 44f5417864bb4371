// What went wrong, where it happened: runc's own words, the command that failed, copy, and how to be rid of it.
import { ChevronRight, CircleAlert, X } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import { IconButton } from './Button.tsx'
import { classNames } from './class-names.ts'
import { briefCommand, commandText } from './command-text.ts'
import { CopyButton } from './CopyButton.tsx'
import { errorText } from './error-text.ts'
import { visibleLines, visibleText } from './visible-text.ts'

export interface ErrorNoticeProps {
  /** What could not be done, such as “Could not start web”. */
  title: string
  error: ErrorInfo
  onDismiss?: (() => void) | undefined
  /** Off where the command stands beside it already. */
  hasCommand?: boolean
  /** For where there is little room: what it says is cut as well until it is unfolded. */
  isShort?: boolean
  /** What can be done about it. */
  children?: ReactNode
  className?: string | undefined
}

/** In characters: what may be more than the lines that are shown of it. */
const longMessage = 180

export function ErrorNotice(props: ErrorNoticeProps) {
  const { title, error, onDismiss, hasCommand = true, isShort = false, children, className } = props
  const [isOpen, setIsOpen] = useState(false)
  const { argv, output = '', exitCode } = error.detail ?? {}
  const hasOutput = output.trim() !== '' && output.trim() !== error.message
  const message = visibleText(error.message)
  const isCut = message.length > longMessage
  const isCommandCut = argv !== undefined && hasCommand
  const hasMore = hasOutput || isCut || isCommandCut
  return (
    <div
      role="alert"
      className={classNames(
        'flex min-w-0 items-start gap-2 rounded-control border border-danger-line bg-danger-surface py-2 pr-1.5 pl-2.5',
        className,
      )}
    >
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p
          className={classNames(
            '[overflow-wrap:anywhere] select-text',
            !isOpen && (isShort ? 'line-clamp-3' : 'line-clamp-6'),
            isOpen && isShort && 'max-h-30 overflow-y-auto',
          )}
        >
          <strong className="text-danger">
            <bdi>{visibleText(title)}</bdi>.
          </strong>{' '}
          <bdi>{message}</bdi>
        </p>
        {argv && hasCommand && (
          // Some run to ten lines; all of it is copied, and shown with what it said.
          <p
            className={classNames(
              'code text-text-muted [overflow-wrap:anywhere] select-text',
              !isOpen && 'truncate',
              isOpen && isShort && 'max-h-20 overflow-y-auto',
            )}
          >
            <span aria-hidden="true">$ </span>
            <bdi>{visibleText(isOpen ? commandText(argv) : briefCommand(argv, null))}</bdi>
            {typeof exitCode === 'number' && <span className="font-sans text-small"> · exit {exitCode}</span>}
          </p>
        )}
        {hasMore && (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="-ml-1 flex items-center gap-1 self-start rounded-inner px-1 text-small text-text-muted hover:text-text"
          >
            <ChevronRight
              size={14}
              aria-hidden
              className={classNames('transition-transform', isOpen && 'rotate-90')}
            />
            {isOpen ? 'Less' : hasOutput ? 'What it said' : 'All of it'}
          </button>
        )}
        {hasOutput && isOpen && (
          <pre
            className={classNames(
              'code overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate] select-text',
              isShort ? 'max-h-20' : 'max-h-50',
            )}
          >
            {visibleLines(output.trim())}
          </pre>
        )}
        {children && <div className="flex flex-wrap gap-2 pt-1">{children}</div>}
      </div>
      <CopyButton text={() => errorText(error)} label="Copy error" />
      {onDismiss && (
        <IconButton size="row" label="Dismiss" icon={<X size={14} aria-hidden />} onClick={onDismiss} />
      )}
    </div>
  )
}
