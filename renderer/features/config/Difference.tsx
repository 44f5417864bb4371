// Told above the configuration when the bundle on disk says something else than what runs, with the lines that differ.
import { CircleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ConfigDifference } from '../../../src-shared/config-contract.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { diffLines, type DiffLine } from './diff-lines.ts'

/** Drawn as they are, all at once. */
const most = 500

export function Difference({ difference }: { difference: ConfigDifference }) {
  const [isOpen, setIsOpen] = useState(false)
  const { state, sentence, texts } = difference
  if (state === 'same') return null
  return (
    <div className="flex max-h-[50%] shrink-0 flex-col border-b border-warning-line bg-warning-surface">
      <output className="flex min-h-9 shrink-0 items-center gap-2 px-4 py-1.5">
        <CircleAlert size={16} aria-hidden className="shrink-0 text-warning" />
        <p className="min-w-0 flex-1 [overflow-wrap:anywhere] select-text">
          <strong className="text-warning">
            {state === 'different' ? 'The bundle says something else.' : 'It may run with something else.'}
          </strong>{' '}
          <bdi>{visibleText(sentence ?? '')}</bdi>
        </p>
        {texts && (
          <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? 'Hide the difference' : 'Show the difference'}
          </Button>
        )}
      </output>
      {texts && isOpen && <Lines running={texts.running} bundle={texts.bundle} />}
    </div>
  )
}

const looks: Record<DiffLine['kind'], string> = {
  running: 'bg-danger-surface text-danger',
  bundle: 'text-state-running',
  both: 'text-text-muted',
  gap: 'border-y border-line text-text-muted',
}
const marks: Record<DiffLine['kind'], string> = { running: '−', bundle: '+', both: ' ', gap: '…' }
const spoken: Record<DiffLine['kind'], string> = {
  running: 'runs with: ',
  bundle: 'bundle: ',
  both: '',
  gap: '',
}

function Lines({ running, bundle }: { running: string; bundle: string }) {
  const lines = useMemo(() => diffLines(running, bundle), [running, bundle])
  if (lines === null)
    return <p className="px-4 pb-2">They have too little in common to be compared line by line.</p>
  return (
    <section
      aria-label="Difference"
      // It is scrolled by keys as well.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="min-h-0 overflow-auto border-t border-line bg-surface-1 py-2 -outline-offset-2"
    >
      <p className="px-4 pb-1 text-small text-text-muted">
        − is what it runs with, + what its bundle says now
      </p>
      {lines.slice(0, most).map(({ kind, text }, index) => (
        // Lines have no names, and never move.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index} className={classNames('code flex px-4 whitespace-pre select-text', looks[kind])}>
          <span aria-hidden="true" className="w-5 shrink-0 select-none">
            {marks[kind]}
          </span>
          {spoken[kind] !== '' && <span className="spoken">{spoken[kind]}</span>}
          <bdi>{visibleText(text)}</bdi>
        </p>
      ))}
      {lines.length > most && (
        <p className="px-4 pt-1 text-text-muted">And {lines.length - most} lines more.</p>
      )}
    </section>
  )
}
