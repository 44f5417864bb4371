// What is said of a directory as a whole: what this view of it is not, and that there is nothing in it.
import { FolderOpen, Info } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'

export function Notes({ note, isCut }: { note: string | null; isCut: boolean }) {
  const notes = [note, isCut ? 'There is more in this directory than is shown.' : null].filter(
    (one) => one !== null,
  )
  if (notes.length === 0) return null
  return (
    <p className="flex shrink-0 items-start gap-2 border-b border-line bg-surface-0 px-4 py-1.5 text-text-muted">
      <Info size={14} aria-hidden className="mt-0.75 shrink-0" />
      <span className="[overflow-wrap:anywhere]">{notes.join(' ')}</span>
    </p>
  )
}

export function Empty({ filter, onClear }: { filter: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<FolderOpen size={20} aria-hidden />}
      title={filter === '' ? 'This directory is empty' : 'Nothing here matches'}
    >
      {filter === '' ? (
        <p className="text-text-muted">Drop files here, or use Upload, to put some into it.</p>
      ) : (
        <Button onClick={onClear}>Clear filter</Button>
      )}
    </EmptyState>
  )
}
