// What a container has changed against its image, as one list.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { FileChange, FileChanges } from '../../../src-shared/files-contract.ts'
import { classNames } from '../../ui/class-names.ts'
import { heights } from './columns.ts'
import { visibleName } from './names.ts'

export function Changes({ changes, onOpen }: { changes: FileChanges; onOpen: (path: string) => void }) {
  const scroller = useRef<HTMLDivElement>(null)
  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: changes.changes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heights.row,
    overscan: 6,
  })
  if (changes.changes.length === 0) {
    return (
      <p className="flex-1 px-4 py-3 text-text-muted">
        {changes.isCut
          ? 'What was changed against the image could not be read in time.'
          : 'Nothing was changed against the image.'}
      </p>
    )
  }
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      {changes.isCut && (
        <p className="border-b border-line px-4 py-2 text-text-muted">
          There are more changes than these; they were not read to the end.
        </p>
      )}
      <ul
        aria-label="Changes against the image"
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const one = changes.changes[index]
          return (
            one && (
              <li
                key={one.path}
                aria-setsize={changes.changes.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 flex items-center gap-3 border-b border-line px-4"
                style={{ transform: `translateY(${start}px)`, height: heights.row }}
              >
                <span className={classNames('w-18 shrink-0', looks[one.change])}>{one.change}</span>
                {one.change === 'deleted' ? (
                  <bdi className="code truncate text-text-muted">{visibleName(one.path)}</bdi>
                ) : (
                  <button
                    type="button"
                    onClick={() => onOpen(one.path)}
                    className="code min-w-0 truncate rounded-inner text-left hover:underline"
                  >
                    <bdi>{visibleName(one.path)}</bdi>
                  </button>
                )}
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

const looks: Record<FileChange, string> = {
  added: 'text-state-running',
  changed: 'text-state-paused',
  deleted: 'text-danger',
}
