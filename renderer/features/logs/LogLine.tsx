// One row of a log: when, from which output, and what was written, as text and nothing else.
import { memo } from 'react'
import type { LogLine as Line, LogMatch, LogSkip } from '../../../src-shared/logs-model.ts'
import { shownLine } from '../../../src-shared/control-sequences.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatBytes } from '../../ui/format-figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { runsOf, type Look, type Run } from './ansi.ts'
import { timeText, type TimeFormat } from './log-time.ts'

export interface LogLineProps {
  line: Line
  times: TimeFormat
  start: number | null
  isWrapped: boolean
  hasColours: boolean
  /** What a search found in it. */
  match: LogMatch | null
  isCurrent: boolean
  isSelected: boolean
}

export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { line, times, start, isWrapped, hasColours, match, isCurrent, isSelected } = props
  const isError = line.output === 'stderr'
  const runs = hasColours ? runsOf(line.text) : [{ text: shownLine(line.text), look: {} }]
  return (
    <div
      className={classNames(
        'flex min-w-full pr-4 pl-3',
        isSelected ? 'bg-tint' : isCurrent ? 'bg-surface-3' : match && 'bg-surface-2',
      )}
    >
      {times !== 'none' && (
        <span className="figures shrink-0 pr-3 whitespace-pre text-text-muted select-none">
          {timeText(line.time, times, start)}
        </span>
      )}
      <span
        aria-hidden={!isError || undefined}
        className="w-7 shrink-0 font-sans text-caption leading-4.5 text-danger select-none"
      >
        {isError ? 'err' : ''}
      </span>
      <bdi
        data-line-text
        className={classNames(
          'min-h-4.5 min-w-0 select-text',
          isWrapped ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre',
        )}
      >
        {marked(runs, match).map(({ text, look, isFound }, at) => (
          // Runs have no identity but their place.
          <span
            // oxlint-disable-next-line react/no-array-index-key
            key={at}
            style={styleOf(look)}
            className={isFound ? (isCurrent ? currentLook : foundLook) : undefined}
          >
            {visibleTabs(text)}
          </span>
        ))}
        {line.goesOn && (
          <span className="text-text-muted select-none">
            <span aria-hidden="true"> …</span>
            <span className="spoken">goes on</span>
          </span>
        )}
      </bdi>
    </div>
  )
})

const foundLook = 'rounded-inner bg-(--terminal-match) text-text!'
const currentLook = 'rounded-inner bg-(--terminal-match) text-text! outline-1 outline-text'

/** A tab is no hidden character in a log. */
function visibleTabs(text: string): string {
  return text.split('\t').map(visibleText).join('\t')
}

function styleOf({ color, background, ...look }: Look) {
  const isReversed = look.isReversed === true
  const text = isReversed ? (background ?? 'var(--surface-1)') : color
  const back = isReversed ? (color ?? 'var(--text)') : background
  const isPlain = text === undefined && back === undefined && Object.keys(look).length === 0
  if (isPlain) return undefined
  return {
    // Black and white are backgrounds as much as text: alone they would not be legible in one theme or the other.
    color: back === undefined && /-(black|white|bright-white)\)$/.test(text ?? '') ? 'var(--text)' : text,
    background: back,
    fontWeight: look.isBold ? 600 : undefined,
    opacity: look.isDim ? 0.8 : undefined,
    fontStyle: look.isItalic ? 'italic' : undefined,
    textDecoration:
      [look.isUnderlined && 'underline', look.isStruck && 'line-through'].filter(Boolean).join(' ') ||
      undefined,
  }
}

/** With what was found in runs of its own. */
function marked(runs: readonly Run[], match: LogMatch | null): (Run & { isFound: boolean })[] {
  const whole = runs.map((run) => ({ ...run, isFound: false }))
  if (match === null || match.length === 0) return whole
  const text = runs.map((run) => run.text).join('')
  const excerptAt = text.indexOf(match.excerpt)
  if (excerptAt === -1) return whole
  const from = excerptAt + match.start
  const to = from + match.length
  let at = 0
  return whole.flatMap((run) => {
    const begin = at
    at += run.text.length
    const cuts = [0, from - begin, to - begin, run.text.length].map((cut) =>
      Math.max(0, Math.min(run.text.length, cut)),
    )
    const [, first = 0, last = 0] = cuts
    return [
      { ...run, text: run.text.slice(0, first) },
      { ...run, text: run.text.slice(first, last), isFound: true },
      { ...run, text: run.text.slice(last) },
    ].filter((part) => part.text !== '')
  })
}

const gapLook =
  'flex h-8 items-center gap-2 border-y border-line bg-surface-2 pl-3 font-sans text-small text-text-muted'

/** Where lines were not sent, for they came faster than they could be drawn; or are not there any more. */
export function LogGap({ skip, onShow }: { skip: LogSkip; onShow: () => void }) {
  if (skip.lines === null || skip.bytes === null) {
    return <div className={gapLook}>The log before this was cleared; some of it may not be shown here.</div>
  }
  return (
    <div className={gapLook}>
      {skip.lines.toLocaleString('en')} lines ({formatBytes(skip.bytes)}) came too fast to be drawn. The log
      has them.
      <Button look="quiet" onClick={onShow} className="h-6!">
        Show them
      </Button>
    </div>
  )
}
