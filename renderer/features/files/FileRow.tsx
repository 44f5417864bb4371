// One entry of a directory: what it is, and what can be done with it.
import { Download, Trash2 } from 'lucide-react'
import { memo } from 'react'
import type { FileDetails, FileListing } from '../../../src-shared/files-contract.ts'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { IconButton } from '../../ui/Button.tsx'
import { formatBytes } from '../../ui/format-figures.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { fromMedium, fromWide, fromWidest, gridLook, heights } from './columns.ts'
import type { FileEntry } from './entries.ts'
import { kindIcon } from './kind-icons.tsx'
import { copiedPath, visibleName } from './names.ts'
import { kindName, modeText, modifiedText, ownerText } from './words.ts'

export interface FileRowProps {
  entry: FileEntry
  /** In the container. */
  path: string
  details: FileDetails | null | undefined
  accounts: Pick<FileListing, 'users' | 'groups'>
  /** Such as “mount” or “changed”. */
  remark: string | null
  index: number
  top: number
  isCursor: boolean
  isOpen: boolean
  /** Why it cannot be changed. */
  reason: string | null
  onSelect: (index: number) => void
  onOpen: (entry: FileEntry) => void
  onDownload: (entry: FileEntry) => void
  onDelete: (entry: FileEntry) => void
}

export const fileRowId = (index: number): string => `file-row-${index}`

export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { entry, path, details, accounts, remark, index, top, isCursor, isOpen, reason } = props
  const { onSelect, onOpen, onDownload, onDelete } = props
  const kind = details?.kind ?? entry.kind
  const name = visibleName(entry.name)
  const isGone = details === null
  return (
    <tr
      id={fileRowId(index)}
      aria-rowindex={index + 2}
      aria-selected={isCursor}
      className={classNames(
        'group absolute inset-x-0 items-center border-b border-line pr-2 pl-4',
        gridLook,
        isCursor || isOpen ? 'bg-surface-3' : 'hover:bg-surface-2',
        isCursor && '-outline-offset-1 outline-focus group-focus-visible/grid:outline',
      )}
      style={{ transform: `translateY(${top}px)`, height: heights.row }}
      onPointerDown={({ button }) => button === 0 && onSelect(index)}
      onDoubleClick={({ target }) => {
        if (target instanceof Element && target.closest('button') === null) onOpen(entry)
      }}
    >
      <td className="flex min-w-0 items-center gap-2 pr-3">
        {isCursor && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-focus" />}
        {kindIcon(kind, details?.targetKind)}
        <button
          type="button"
          tabIndex={-1}
          aria-label={name}
          {...hintAttributes({ hint: name.length > 40 ? name : null })}
          onClick={() => onOpen(entry)}
          className={classNames(
            'code min-w-0 truncate rounded-inner text-left hover:underline',
            isGone && 'text-text-muted line-through',
          )}
        >
          <bdi className="whitespace-pre">{name}</bdi>
        </button>
        {details && details.target !== null && (
          <bdi className="code min-w-0 shrink-3 truncate whitespace-pre text-text-muted">
            → {visibleName(details.target)}
            {details.targetKind === null && <span className="font-sans text-small"> (not there)</span>}
          </bdi>
        )}
        {remark !== null && <span className="shrink-0 text-small text-text-muted">{remark}</span>}
      </td>
      <td className="figures flex justify-end pr-4 whitespace-nowrap text-text-muted">
        {sizeText(kind, details)}
      </td>
      <td className={classNames('figures whitespace-nowrap text-text-muted', fromMedium)}>
        {details ? (modifiedText(details.modifiedMs) ?? '–') : ''}
      </td>
      <td className={classNames('code min-w-0 pr-3 text-text-muted', fromWide)}>
        <bdi className="truncate">{details ? visibleName(ownerText(details, accounts)) : ''}</bdi>
      </td>
      <td className={classNames('code whitespace-nowrap text-text-muted', fromWidest)}>
        {details ? modeText(details.kind, details.mode) : ''}
      </td>
      <td
        className={classNames(
          'flex justify-end gap-0.5',
          !isCursor && 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100',
        )}
      >
        <IconButton
          size="row"
          tabIndex={isCursor ? 0 : -1}
          label={`Download ${name}`}
          icon={<Download size={14} aria-hidden />}
          reason={
            canDownload(details?.targetKind ?? kind) ? null : `A ${kindName(kind)} has nothing to download.`
          }
          onClick={() => onDownload(entry)}
        />
        <CopyButton text={copiedPath(path)} label={`Copy path of ${name}`} isReachable={isCursor} />
        <IconButton
          size="row"
          tabIndex={isCursor ? 0 : -1}
          label={`Delete ${name}`}
          icon={<Trash2 size={14} aria-hidden />}
          reason={reason}
          onClick={() => onDelete(entry)}
        />
      </td>
    </tr>
  )
})

function canDownload(kind: string): boolean {
  return kind === 'f' || kind === 'd' || kind === '?'
}

/** A directory's own size says nothing about what is in it. */
function sizeText(kind: string, details: FileDetails | null | undefined): string {
  if (kind === 'd' || details === undefined) return ''
  return details === null || kind !== 'f' ? '–' : formatBytes(details.size)
}
