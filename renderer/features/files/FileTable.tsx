// The entries of a directory as a grid of which only the rows in sight exist; keys act on one of them.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { FileListing } from '../../../src-shared/files-contract.ts'
import { classNames } from '../../ui/class-names.ts'
import { SortHead } from '../../ui/SortHead.tsx'
import type { SortHeadProps } from '../../ui/SortHead.tsx'
import { fromMedium, fromWide, fromWidest, gridLook, heights } from './columns.ts'
import type { DetailsByName, FileEntry, FileSort, FileSortKey } from './entries.ts'
import { FileRow, fileRowId } from './FileRow.tsx'
import { joinPath } from './names.ts'

export interface FileTableProps {
  listing: FileListing
  entries: readonly FileEntry[]
  /** The name that the cursor begins at. */
  selected: string | null
  details: DetailsByName
  sort: FileSort
  /** The one whose content is shown. */
  openName: string | null
  remarkOf: (name: string) => string | null
  reasonOf: (name: string) => string | null
  onSort: (key: FileSortKey) => void
  onSight: (names: readonly string[]) => void
  onOpen: (entry: FileEntry) => void
  onUp: () => void
  onDownload: (entry: FileEntry) => void
  onDelete: (entry: FileEntry) => void
}

const overscan = 6
const pageStep = 15

export function FileTable(props: FileTableProps) {
  const { listing, entries, selected, details, sort, openName, remarkOf, reasonOf } = props
  const { onSort, onSight, onOpen, onUp, onDownload, onDelete } = props
  const scroller = useRef<HTMLDivElement>(null)
  const { path } = listing
  /** A name, so that it stays where it is when others come and go. */
  const [cursor, setCursor] = useState(selected)
  const cursorIndex = cursor === null ? -1 : entries.findIndex(({ name }) => name === cursor)

  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(() => heights.row, []),
    overscan,
    scrollMargin: heights.head,
    scrollPaddingStart: heights.head,
  })

  // Another directory begins at its top, or at what one came from.
  const shown = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (shown.current === path) return
    shown.current = path
    setCursor(selected)
    const index = selected === null ? -1 : entries.findIndex(({ name }) => name === selected)
    if (index === -1) virtualizer.scrollToOffset(0)
    else virtualizer.scrollToIndex(index, { align: 'center' })
  }, [path, selected, entries, virtualizer])

  const items = virtualizer.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1]
  useEffect(() => {
    onSight(entries.slice(first, last + 1).map(({ name }) => name))
  }, [entries, first, last, onSight, listing])

  const select = useCallback((index: number) => setCursor(entries[index]?.name ?? null), [entries])
  function move(to: number): void {
    const index = Math.max(0, Math.min(entries.length - 1, to))
    select(index)
    virtualizer.scrollToIndex(index, { align: 'auto' })
  }

  const sortedBy = (key: FileSortKey): Pick<SortHeadProps, 'direction' | 'onSort'> => ({
    direction: sort.key !== key ? null : sort.isDescending ? 'descending' : 'ascending',
    onSort: () => onSort(key),
  })

  function onKeyDown(event: KeyboardEvent): void {
    const isOnButton = event.target instanceof Element && event.target.closest('button') !== null
    if (isOnButton && (event.key === 'Enter' || event.key === ' ')) return
    const entry = entries[cursorIndex]
    const steps: Record<string, number> = {
      ArrowDown: cursorIndex + 1,
      ArrowUp: cursorIndex - 1,
      PageDown: cursorIndex + pageStep,
      PageUp: cursorIndex - pageStep,
      Home: 0,
      End: entries.length - 1,
    }
    const to = steps[event.key]
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey
    if (event.key === 'Backspace' || (event.key === 'ArrowUp' && event.altKey)) onUp()
    else if (to !== undefined && isPlain) move(to)
    else if (event.key === 'Enter' && entry) onOpen(entry)
    // Never the container itself while files have the focus.
    else if (event.key === 'Delete') {
      if (entry && reasonOf(entry.name) === null) onDelete(entry)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div ref={scroller} className="@container min-h-0 flex-1 overflow-x-hidden overflow-y-auto bg-surface-1">
      <table
        // A table that takes the keyboard is a grid.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label="Files"
        aria-rowcount={entries.length + 1}
        aria-activedescendant={cursorIndex === -1 ? undefined : fileRowId(cursorIndex)}
        tabIndex={0}
        className="group/grid block outline-none"
        onFocus={({ currentTarget, target }) => {
          if (target === currentTarget && cursorIndex === -1) select(first)
        }}
        onKeyDown={onKeyDown}
      >
        <thead className="sticky top-0 z-1 block">
          <tr
            aria-rowindex={1}
            className={classNames('items-center border-b border-line bg-surface-0 pr-2 pl-4', gridLook)}
            style={{ height: heights.head }}
          >
            <SortHead name="Name" {...sortedBy('name')} />
            <SortHead name="Size" {...sortedBy('size')} isFigure className="pr-4" />
            <SortHead name="Modified" {...sortedBy('modified')} className={fromMedium} />
            <th scope="col" className={classNames('text-small font-normal text-text-muted', fromWide)}>
              Owner
            </th>
            <th scope="col" className={classNames('text-small font-normal text-text-muted', fromWidest)}>
              Mode
            </th>
            <th scope="col">
              <span className="spoken">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const entry = entries[index]
            return (
              entry && (
                <FileRow
                  key={entry.name}
                  entry={entry}
                  path={joinPath(path, entry.name)}
                  details={details.get(entry.name)}
                  accounts={listing}
                  remark={remarkOf(entry.name)}
                  reason={reasonOf(entry.name)}
                  index={index}
                  top={start - heights.head}
                  isCursor={index === cursorIndex}
                  isOpen={entry.name === openName}
                  onSelect={select}
                  onOpen={onOpen}
                  onDownload={onDownload}
                  onDelete={onDelete}
                />
              )
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
