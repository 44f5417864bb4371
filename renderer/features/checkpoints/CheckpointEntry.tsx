// One checkpoint: when, how large, what it was taken with, and what can be done with it.
import type { Checkpoint } from '../../../src-shared/checkpoint-model.ts'
import { openDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { useElapsed } from '../../ui/clock.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatBytes } from '../../ui/format-figures.ts'
import { formatMoment } from '../../ui/format.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { takenWith } from './words.ts'

interface CheckpointEntryProps {
  containerKey: string
  checkpoint: Checkpoint
  /** Why nothing can be done with it at the moment. */
  whyBusy: string | null
  whyNotInPlace: string | null
}

export function CheckpointEntry({ containerKey, checkpoint, whyBusy, whyNotInPlace }: CheckpointEntryProps) {
  const { name, created, size, directory, problem } = checkpoint
  const elapsed = useElapsed(created)
  const whyNot = whyBusy ?? whyNotRestored(checkpoint)
  const label = visibleText(name)
  return (
    <li aria-label={label} className="group flex items-start gap-3 border-b border-line px-4 py-2.5">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="flex items-baseline gap-2">
          <bdi className="code truncate select-text">{label}</bdi>
          <span
            className="figures shrink-0 text-small text-text-muted"
            {...hintAttributes({ hint: formatMoment(created) })}
          >
            {elapsed} ago{size === 0 ? '' : ` · ${formatBytes(size)}`}
          </span>
          <CopyButton
            text={directory}
            label="Copy path"
            className="-my-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
          />
        </p>
        <p className="text-small text-text-muted select-text">{takenWith(checkpoint)}</p>
        {problem !== null && <p className="text-small text-danger select-text">{visibleText(problem)}</p>}
      </div>
      <div className="flex shrink-0 flex-wrap items-center justify-end gap-1.5">
        <Button
          reason={whyNot ?? whyNotInPlace}
          onClick={() => openDialog({ name: 'restore', key: containerKey, checkpoint, isClone: false })}
        >
          Restore…
        </Button>
        <Button
          reason={whyNot}
          onClick={() => openDialog({ name: 'restore', key: containerKey, checkpoint, isClone: true })}
        >
          Clone…
        </Button>
        <Button
          reason={whyBusy}
          onClick={() => openDialog({ name: 'deleteCheckpoint', key: containerKey, checkpoint })}
        >
          Delete…
        </Button>
      </div>
    </li>
  )
}

function whyNotRestored({ problem, preDump }: Checkpoint): string | null {
  if (preDump) return 'A pre-dump has memory alone: it is the parent of others, and not restored by itself.'
  return problem
}
