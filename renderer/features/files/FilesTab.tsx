// The files of one container: a directory at a time, what is in one of them beside it, and below what is being copied.
import { useCallback, useMemo, useState } from 'react'
import { foreignSentence } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { openDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { SkeletonBar, useIsSlow } from '../../ui/Skeleton.tsx'
import { askUpload, downloadFile, pickUpload } from './actions.ts'
import { Changes } from './Changes.tsx'
import { filterEntries, sortEntries, type FileEntry, type FileSort, type FileSortKey } from './entries.ts'
import { FileTable } from './FileTable.tsx'
import { joinPath, lastName, parentOf, visibleName } from './names.ts'
import { Preview } from './Preview.tsx'
import { Empty, Notes } from './states.tsx'
import { fileFilterId, Toolbar } from './Toolbar.tsx'
import { Transfers } from './Transfers.tsx'
import { UploadTarget } from './UploadTarget.tsx'
import { useChanges } from './use-changes.ts'
import { useDetails } from './use-details.ts'
import { useDirectory } from './use-directory.ts'
import { countText } from './words.ts'

interface Shown {
  path: string
  entry: FileEntry
}

export function FilesTab({ container }: { container: ContainerSummary }) {
  const { key, foreignUid } = container
  const { directory, error, path, isLoading, occasion, open, reload } = useDirectory(container)
  const [sort, setSort] = useState<FileSort>({ key: 'name', isDescending: false })
  const [filter, setFilter] = useState('')
  const [shown, setShown] = useState<Shown | null>(null)
  const [isShowingChanges, setIsShowingChanges] = useState(false)
  const isAllWanted = sort.key !== 'name'
  const details = useDetails(key, directory, isAllWanted)
  const { changes, remarkOf } = useChanges(key, occasion, directory !== null)
  const isSlow = useIsSlow(directory === null && error === null)

  const listing = directory?.listing ?? null
  // By figures only once all of them are there: rows must not jump as they come.
  const isSortable = !isAllWanted || details.progress === null
  const sortBy = isSortable ? details.byName : null
  const sorted = useMemo(
    () =>
      directory === null
        ? []
        : sortEntries(
            directory.entries,
            sortBy === null ? byName : sort,
            isAllWanted && sortBy ? sortBy : none,
          ),
    // Details that come as one scrolls change nothing in an order by name.
    // oxlint-disable-next-line react/exhaustive-deps
    [directory, sort, isAllWanted ? sortBy : null],
  )
  const entries = useMemo(() => filterEntries(sorted, filter), [sorted, filter])

  const here = listing?.path ?? path
  const changeReason =
    foreignUid !== null
      ? foreignSentence(foreignUid)
      : listing?.isReadOnly
        ? 'What lies here is read-only.'
        : null
  const mounts = useMemo(() => new Set(listing?.mounts), [listing])
  const taken = (name: string): boolean => directory?.entries.some((entry) => entry.name === name) ?? false

  const goTo = useCallback(
    (to: string, selected: string | null = null) => {
      setFilter('')
      setShown(null)
      setIsShowingChanges(false)
      open(to, selected)
    },
    [open],
  )
  const onOpen = useCallback(
    (entry: FileEntry) => {
      const at = joinPath(here, entry.name)
      const told = details.byName.get(entry.name)
      const kind = told?.kind ?? entry.kind
      if (kind === 'd' || (kind === 'l' && told?.targetKind === 'd')) goTo(at)
      else setShown({ path: at, entry: { name: entry.name, kind } })
    },
    [here, details.byName, goTo],
  )
  const onDownload = useCallback(
    ({ name, kind }: FileEntry) => {
      const told = details.byName.get(name)
      void downloadFile({ key }, joinPath(here, name), told?.targetKind ?? told?.kind ?? kind)
    },
    [key, here, details.byName],
  )
  const onDelete = useCallback(
    ({ name }: FileEntry) => openDialog({ name: 'deleteFile', key, path: joinPath(here, name) }),
    [key, here],
  )
  const reasonOf = (name: string): string | null =>
    changeReason ?? (mounts.has(name) ? 'Something is mounted there.' : null)
  const remark = (name: string): string | null =>
    mounts.has(name) ? 'mount' : remarkOf(joinPath(here, name))
  const onSort = (wanted: FileSortKey): void =>
    setSort(({ key: before, isDescending }) => ({
      key: wanted,
      // Of figures the large and the late are of interest.
      isDescending: before === wanted ? !isDescending : wanted !== 'name',
    }))
  const onUp = (): void => {
    if (here !== '/') goTo(parentOf(here), lastName(here))
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- A key for whatever in here has the focus.
    <div
      className="@container flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (event.key !== '/' || event.target instanceof HTMLInputElement) return
        event.preventDefault()
        document.getElementById(fileFilterId)?.focus()
      }}
    >
      <Toolbar
        path={here}
        filter={filter}
        onFilter={setFilter}
        changes={changes?.changes.length ?? null}
        isShowingChanges={isShowingChanges}
        onShowChanges={setIsShowingChanges}
        isLoading={isLoading}
        uploadReason={listing === null ? 'There is no directory to upload to.' : changeReason}
        onOpen={goTo}
        onReload={reload}
        onUpload={() => void pickUpload({ key }, here, taken)}
      />
      {error && (
        <ErrorNotice
          title={`Could not open ${visibleName(path)}`}
          error={error}
          className="mx-4 my-3 shrink-0"
        >
          {path !== '/' && <Button onClick={() => goTo('/')}>Go to the root directory</Button>}
          <Button onClick={reload}>Try again</Button>
        </ErrorNotice>
      )}
      {listing && <Notes note={listing.note} isCut={listing.isCut} />}
      {directory === null && isSlow && <SkeletonBar className="mx-4 my-4 w-60" />}
      {listing && directory && (
        <UploadTarget reason={changeReason} onDrop={(paths) => askUpload({ key }, here, paths, taken)}>
          <div className="flex min-h-0 flex-1">
            <div
              className={classNames(
                'min-h-0 min-w-0 flex-1 flex-col',
                // In a small window the one that is looked at has all of it.
                shown ? 'hidden @min-[800px]:flex' : 'flex',
              )}
            >
              {isShowingChanges && changes ? (
                <Changes changes={changes} onOpen={(to) => goTo(parentOf(to), lastName(to))} />
              ) : entries.length === 0 ? (
                <Empty filter={filter} onClear={() => setFilter('')} />
              ) : (
                <FileTable
                  listing={listing}
                  entries={entries}
                  selected={directory.selected}
                  details={details.byName}
                  sort={sort}
                  openName={shown?.entry.name ?? null}
                  remarkOf={remark}
                  reasonOf={reasonOf}
                  onSort={onSort}
                  onSight={details.want}
                  onOpen={onOpen}
                  onUp={onUp}
                  onDownload={onDownload}
                  onDelete={onDelete}
                />
              )}
              <output className="figures flex h-7 shrink-0 items-center border-t border-line px-4 text-small text-text-muted">
                {details.progress === null
                  ? amountText(entries.length, directory.entries.length)
                  : `Reading sizes and times, ${Math.floor(details.progress * 100)} %…`}
              </output>
            </div>
            {shown && (
              <div className="flex min-h-0 min-w-0 flex-1 flex-col border-line @min-[800px]:border-l">
                <Preview
                  containerKey={key}
                  path={shown.path}
                  kind={shown.entry.kind}
                  targetKind={details.byName.get(shown.entry.name)?.targetKind ?? null}
                  onDownload={() => onDownload(shown.entry)}
                  onClose={() => setShown(null)}
                />
              </div>
            )}
          </div>
        </UploadTarget>
      )}
      <Transfers containerKey={key} />
    </div>
  )
}

const byName: FileSort = { key: 'name', isDescending: false }
const none = new Map<string, null>()

function amountText(shown: number, all: number): string {
  const words = countText(all, 'entry', 'entries')
  return shown === all ? words : `${shown.toLocaleString('en-GB')} of ${words}`
}
