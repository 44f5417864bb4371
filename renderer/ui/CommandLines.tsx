// Commands to read and to take along: in the monospace face, wrapped between arguments, with a button that copies.
import { classNames } from './class-names.ts'
import { CopyButton } from './CopyButton.tsx'
import { FoldedText } from './FoldedText.tsx'
import { visibleText } from './visible-text.ts'

export interface CommandLinesProps {
  /** Each as one would type it. */
  lines: readonly string[]
  /** The accessible name of the button. */
  label?: string
  className?: string
}

export function CommandLines({ lines, label = 'Copy command', className }: CommandLinesProps) {
  return (
    <div
      className={classNames(
        'flex min-w-0 items-start gap-2 rounded-control border border-line bg-surface-0 py-1.5 pr-1.5 pl-2.5',
        className,
      )}
    >
      <div className="code flex min-w-0 flex-1 flex-col select-text">
        {lines.map((text) => (
          <span key={text} className="flex gap-2 py-0.5 leading-4.5 break-words">
            <span aria-hidden="true" className="text-text-muted select-none">
              $
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <FoldedText text={visibleText(text)} />
            </span>
          </span>
        ))}
      </div>
      <CopyButton text={() => lines.join('\n')} label={label} />
    </div>
  )
}
