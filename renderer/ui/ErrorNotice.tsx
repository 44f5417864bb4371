// What went wrong, where it happened: runc's own words, the command that failed, copy, and how to be rid of it.
import { ChevronRight, CircleAlert, X } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import { IconButton } from './Button.tsx'
import { classNames } from './class-names.ts'
import { commandText } from './command-text.ts'
import { CopyButton } from './CopyButton.tsx'
import { errorText } from './error-text.ts'

export interface ErrorNoticeProps {
  /** What could not be done, such as “Could not start web”. */
  title: string
  error: ErrorInfo
  onDismiss?: (() => void) | undefined
  /** Off where the command stands beside it already. */
  hasCommand?: boolean
  /** What can be done about it. */
  children?: ReactNode
  className?: string | undefined
}

export function ErrorNotice(props: ErrorNoticeProps) {
  const { title, error, onDismiss, hasCommand = true, children, className } = props
  const [isOpen, setIsOpen] = useState(false)
  const { argv, output = '', exitCode } = error.detail ?? {}
  const hasMore = output.trim() !== '' && output.trim() !== error.message
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
        <p className="[overflow-wrap:anywhere] select-text">
          <strong className="text-danger">{title}.</strong> {error.message}
        </p>
        {argv && hasCommand && (
          // Some run to ten lines; all of it is copied, and shown with what it said.
          <p
            className={classNames(
              'code text-text-muted [overflow-wrap:anywhere] select-text',
              !isOpen && 'line-clamp-2',
            )}
          >
            <span aria-hidden="true">$ </span>
            {commandText(argv)}
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
            {isOpen ? 'Less' : 'What it said'}
          </button>
        )}
        {hasMore && isOpen && (
          <pre className="code max-h-50 overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere] select-text">
            {output.trim()}
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
