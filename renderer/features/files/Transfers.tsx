// What is being copied or deleted in this container, and what came of it, below its files.
import { Check, CircleAlert, CircleSlash, LoaderCircle, X } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { cancelTransfer, dismissTransfer, useTransfers, type Transfer } from '../../stores/transfers.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { formatBytes } from '../../ui/format-figures.ts'
import { visibleName } from './names.ts'
import { countText } from './words.ts'

export function Transfers({ containerKey }: { containerKey: string }) {
  const transfers = useTransfers(
    useShallow((state) => state.transfers.filter(({ key }) => key === containerKey)),
  )
  if (transfers.length === 0) return null
  return (
    <section
      aria-label="Transfers"
      className="max-h-30 shrink-0 overflow-y-auto border-t border-line bg-surface-0"
    >
      <ul>
        {transfers.map((transfer) => (
          <Line key={transfer.id} transfer={transfer} />
        ))}
      </ul>
    </section>
  )
}

function Line({ transfer }: { transfer: Transfer }) {
  const { id, state, path, place, error } = transfer
  return (
    <li className="flex min-h-8 items-start gap-2 py-1.5 pr-3 pl-4">
      <span className="mt-0.5 shrink-0 text-text-muted">{icons[state]}</span>
      {/* Said when it is over; figures on the way would be said all the time. */}
      <div role={state === 'running' ? undefined : 'status'} className="min-w-0 flex-1">
        <p
          className={state === 'failed' ? 'text-danger [overflow-wrap:anywhere]' : '[overflow-wrap:anywhere]'}
        >
          {words[transfer.kind][state]} <bdi className="code">{visibleName(path)}</bdi>
          {place !== null && state !== 'failed' && (
            <>
              {' '}
              {transfer.kind === 'download' ? 'to' : 'from'} <bdi className="code">{visibleName(place)}</bdi>
            </>
          )}
          {state === 'failed' && error && <bdi>: {visibleName(error.message)}</bdi>}
          {state === 'cancelled' && <span className="text-text-muted">, {cancelledWords(transfer)}</span>}
          {(state === 'running' || state === 'done') && (
            <span className="figures text-text-muted"> {amountText(transfer)}</span>
          )}
        </p>
        {state === 'running' && <Progress transfer={transfer} />}
      </div>
      {state === 'running' ? (
        <Button look="quiet" className="-my-1" onClick={() => cancelTransfer(id)}>
          Cancel
        </Button>
      ) : (
        <IconButton
          size="row"
          label="Dismiss"
          icon={<X size={14} aria-hidden />}
          className="-my-0.5"
          onClick={() => dismissTransfer(id)}
        />
      )}
    </li>
  )
}

const icons = {
  running: <LoaderCircle size={16} aria-hidden className="animate-skeleton" />,
  done: <Check size={16} aria-hidden />,
  failed: <CircleAlert size={16} aria-hidden className="text-danger" />,
  cancelled: <CircleSlash size={16} aria-hidden />,
} as const

const words: Record<Transfer['kind'], Record<Transfer['state'], string>> = {
  download: {
    running: 'Downloading',
    done: 'Downloaded',
    failed: 'Could not download',
    cancelled: 'Cancelled the download of',
  },
  upload: {
    running: 'Uploading',
    done: 'Uploaded',
    failed: 'Could not upload',
    cancelled: 'Cancelled the upload of',
  },
  delete: {
    running: 'Deleting',
    done: 'Deleted',
    failed: 'Could not delete',
    cancelled: 'Cancelled deleting',
  },
}

/** The engine says of a deletion what is left; of the others nothing is. */
function cancelledWords({ kind, error }: Transfer): string {
  if (kind === 'delete' && error) return visibleName(error.message)
  return 'nothing was written'
}

function amountText({ kind, state, done, total }: Transfer): string {
  if (done === null) return ''
  if (kind === 'delete') return countText(done, 'entry', 'entries')
  return total === null || state === 'done'
    ? formatBytes(done)
    : `${formatBytes(done)} of ${formatBytes(total)}`
}

function Progress({ transfer: { done, total, path } }: { transfer: Transfer }) {
  if (done === null || total === null || total === 0) return null
  return (
    <progress
      aria-label={`Progress of ${visibleName(path)}`}
      value={Math.min(1, done / total)}
      className="mt-1 block h-1 w-full appearance-none overflow-hidden rounded-full [&::-webkit-progress-bar]:bg-surface-3 [&::-webkit-progress-value]:bg-accent"
    />
  )
}
