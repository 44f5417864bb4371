// What went wrong with a row's last action, below it and no taller than two lines: the list counts with its height.
import { CircleAlert, X } from 'lucide-react'
import type { Failure } from '../../stores/operations.ts'
import { IconButton } from '../../ui/Button.tsx'
import { CommandBrief } from '../../ui/CommandBrief.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { errorText } from '../../ui/error-text.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { failureHeight } from './columns.ts'

export function RowFailure({ failure, onDismiss }: { failure: Failure; onDismiss: () => void }) {
  const { title, error } = failure
  const { argv, exitCode } = error.detail ?? {}
  const exit = typeof exitCode === 'number' ? ` · exit ${exitCode}` : ''
  return (
    <td className="col-span-full px-3 pb-2" style={{ height: failureHeight(failure) }}>
      <div
        role="alert"
        className="flex h-full items-start gap-2 rounded-control border border-danger-line bg-danger-surface py-1.5 pr-1.5 pl-2.5"
      >
        <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
        <div className="flex min-w-0 flex-1 flex-col">
          <p className="truncate select-text" {...hintAttributes({ hint: error.message })}>
            <strong className="text-danger">
              <bdi>{visibleText(title)}</bdi>.
            </strong>{' '}
            <bdi>{visibleText(error.message)}</bdi>
          </p>
          {argv && (
            <p className="code flex text-text-muted select-text">
              <span aria-hidden="true" className="shrink-0 whitespace-pre">
                ${' '}
              </span>
              <CommandBrief argv={argv} containerKey={null} />
              <span className="shrink-0 font-sans text-small whitespace-pre">{exit}</span>
            </p>
          )}
        </div>
        <CopyButton text={() => errorText(error)} label="Copy error" />
        <IconButton size="row" label="Dismiss" icon={<X size={14} aria-hidden />} onClick={onDismiss} />
      </div>
    </td>
  )
}
