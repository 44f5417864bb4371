// The way to a moment in a log.
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { useAttempt } from '../../ui/use-attempt.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { BarFrame } from './BarFrame.tsx'
import type { LogRow } from './log-rows.ts'
import { fieldText, fieldTime } from './log-time.ts'
import type { LogView } from './log-view.ts'

export interface JumpBarProps {
  view: LogView
  rows: readonly LogRow[]
  isUtc: boolean
  onClose: () => void
}

export function JumpBar({ view, rows, isUtc, onClose }: JumpBarProps) {
  const [text, setText] = useState(() => {
    const last = rows.findLast(({ line }) => line !== undefined && line.time !== null)?.line?.time
    return fieldText(last ?? Date.now(), isUtc)
  })
  const time = fieldTime(text, isUtc)
  const jump = useAttempt(async () => {
    if (time !== null) await view.openTime(time)
  })
  return (
    <BarFrame label="Go to a time" onClose={onClose}>
      <label className="flex items-center gap-2">
        <span className="text-text-muted">{isUtc ? 'Time (UTC)' : 'Local time'}</span>
        <input
          type="datetime-local"
          step={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') jump.start()
          }}
          aria-invalid={time === null || undefined}
          className={classNames(fieldLook, 'figures')}
        />
      </label>
      <Button reason={time === null ? 'That is no time.' : null} isBusy={jump.isBusy} onClick={jump.start}>
        Go
      </Button>
      {jump.error && <span className="text-small text-danger">{visibleText(jump.error.message)}</span>}
    </BarFrame>
  )
}
