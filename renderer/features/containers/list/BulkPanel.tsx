// What came of an action on many containers: how far it is, then each with its end; those that failed can be tried again,
// those of another manager gone on with, and all of it copied. Below the list, and there until it is dismissed.
import {
  Check,
  ChevronRight,
  CircleAlert,
  CircleDashed,
  CircleSlash,
  Equal,
  LoaderCircle,
  X,
} from 'lucide-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import {
  dismissBulk,
  goOnWithManaged,
  isManagedElsewhere,
  retryFailed,
  stopBulk,
  useBulk,
} from '../../../stores/bulk.ts'
import type { Bulk, BulkEntry, BulkState } from '../../../stores/bulk.ts'
import { selectContainer } from '../../../stores/container-list.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { commandText } from '../../../ui/command-text.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { hintAttributes } from '../../../ui/hint.ts'
import { visibleText } from '../../../ui/visible-text.ts'
import { bulkReport, bulkSentence, outcomeWords } from '../bulk-words.ts'

export function BulkPanel() {
  const bulk = useBulk((state) => state.bulk)
  return bulk && <Panel bulk={bulk} />
}

function Panel({ bulk }: { bulk: Bulk }) {
  const { entries, isRunning } = bulk
  const sentence = bulkSentence(bulk)
  const [isOpened, setIsOpened] = useState<boolean | null>(null)
  const managed = entries.filter(isManagedElsewhere)
  const toRetry = entries.filter(
    (entry) => entry.state === 'left' || (entry.state === 'failed' && !isManagedElsewhere(entry)),
  )
  // Where something failed it shows itself, unless one has closed it.
  const isOpen = isOpened ?? (!isRunning && managed.length + toRetry.length > 0)
  return (
    <section
      aria-label="Result"
      className="flex max-h-[45%] shrink-0 flex-col border-t border-line bg-surface-0"
    >
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 py-1.5 pr-3 pl-2.5">
        <button
          type="button"
          // A live region gives the button around it no name.
          aria-label={sentence}
          aria-expanded={isOpen}
          onClick={() => setIsOpened(!isOpen)}
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-inner px-1.5 hover:bg-surface-2"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={classNames('shrink-0 transition-transform', isOpen && 'rotate-90')}
          />
          <output className="figures truncate">{sentence}</output>
        </button>
        <span className="flex-1" />
        {isRunning && <Button onClick={stopBulk}>Stop after these</Button>}
        {!isRunning && managed.length > 0 && (
          <Button
            hint="Their manager may be surprised. Each says below which command it offers instead."
            onClick={goOnWithManaged}
          >
            {`Go on with ${managed.length} managed elsewhere`}
          </Button>
        )}
        {!isRunning && toRetry.length > 0 && (
          <Button onClick={retryFailed}>{`Try ${toRetry.length} again`}</Button>
        )}
        <CopyButton text={() => bulkReport(bulk)} label="Copy result" />
        <IconButton
          label="Dismiss result"
          reason={isRunning ? 'It is still under way.' : null}
          icon={<X size={16} aria-hidden />}
          onClick={dismissBulk}
        />
      </div>
      {isOpen && (
        <ul
          aria-label="Result of each container"
          // It scrolls, and so has to be reached by the keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="min-h-0 overflow-y-auto border-t border-line py-1 -outline-offset-2"
        >
          {entries.toSorted(tellingFirst).map((entry) => (
            <Entry key={entry.key} entry={entry} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** What failed, then what there is something to say of. */
function tellingFirst(one: BulkEntry, other: BulkEntry): number {
  const weight = ({ error, note }: BulkEntry): number => (error !== null ? 2 : note !== null ? 1 : 0)
  return weight(other) - weight(one)
}

const marks: Record<BulkState, ReactElement> = {
  waiting: <CircleDashed size={14} aria-hidden className="text-text-muted" />,
  working: <LoaderCircle size={14} aria-hidden className="text-text-muted" />,
  done: <Check size={14} aria-hidden className="text-state-running" />,
  unchanged: <Equal size={14} aria-hidden className="text-text-muted" />,
  failed: <CircleAlert size={14} aria-hidden className="text-danger" />,
  left: <CircleSlash size={14} aria-hidden className="text-text-muted" />,
}

function Entry({ entry }: { entry: BulkEntry }) {
  const { key, name, state, error, note } = entry
  const instead = error?.detail?.instead
  const said = error?.message ?? note
  return (
    <li className="flex min-h-7 items-center gap-2 px-4">
      <span className="shrink-0">{marks[state]}</span>
      <button
        type="button"
        onClick={() => selectContainer(key)}
        className="code max-w-60 shrink-0 truncate rounded-inner hover:underline"
      >
        <bdi>{visibleText(name)}</bdi>
      </button>
      <span className={classNames('shrink-0', state === 'failed' ? 'text-danger' : 'text-text-muted')}>
        {outcomeWords[state]}
      </span>
      {said !== null && (
        <span className="min-w-0 truncate select-text" {...hintAttributes({ hint: said })}>
          <bdi>{visibleText(said)}</bdi>
        </span>
      )}
      {instead && <CopyButton text={commandText(instead)} label={`Copy ${commandText(instead)}`} />}
    </li>
  )
}
