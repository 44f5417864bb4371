// The bar above the files: where one is, a filter, and what can be done with the directory.
import { FolderUp, History, RotateCw, Upload } from 'lucide-react'
import { Button, IconButton } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { Crumbs } from './Crumbs.tsx'
import { parentOf } from './names.ts'

export interface ToolbarProps {
  path: string
  filter: string
  onFilter: (filter: string) => void
  /** How many; null where there is no image to compare with. */
  changes: number | null
  isShowingChanges: boolean
  onShowChanges: (isShowing: boolean) => void
  isLoading: boolean
  /** Why nothing can be uploaded. */
  uploadReason: string | null
  onOpen: (path: string) => void
  onReload: () => void
  onUpload: () => void
}

export const fileFilterId = 'file-filter'

export function Toolbar(props: ToolbarProps) {
  const { path, filter, onFilter, changes, isShowingChanges, onShowChanges } = props
  const { isLoading, uploadReason, onOpen, onReload, onUpload } = props
  return (
    <div className="flex h-11 shrink-0 items-center gap-1.5 border-b border-line pr-3 pl-2">
      <IconButton
        label="Up"
        keys="⌫"
        icon={<FolderUp size={16} aria-hidden />}
        reason={path === '/' ? 'This is the root directory.' : null}
        onClick={() => onOpen(parentOf(path))}
      />
      <Crumbs path={path} onOpen={onOpen} />
      <input
        id={fileFilterId}
        type="text"
        role="searchbox"
        aria-label="Filter files"
        placeholder="Filter"
        value={filter}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onFilter(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          if (filter === '') event.currentTarget.blur()
          else onFilter('')
        }}
        className={classNames(fieldLook, 'w-36 shrink-0')}
      />
      {changes !== null && (
        <Button
          look="quiet"
          aria-pressed={isShowingChanges}
          icon={<History size={14} aria-hidden />}
          className={isShowingChanges ? 'bg-surface-3 text-text' : undefined}
          hint="What differs from the image"
          onClick={() => onShowChanges(!isShowingChanges)}
        >
          {`Changes ${changes.toLocaleString('en-GB')}`}
        </Button>
      )}
      <IconButton
        label="Look again"
        icon={<RotateCw size={16} aria-hidden />}
        isBusy={isLoading}
        onClick={onReload}
      />
      <Button icon={<Upload size={14} aria-hidden />} reason={uploadReason} onClick={onUpload}>
        Upload
      </Button>
    </div>
  )
}
