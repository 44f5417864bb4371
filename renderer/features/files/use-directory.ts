// The directory that is shown: asked for when one goes there, when the container starts or ends, and after each change
// that was made here. What was shown stays until the next is there.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { FileListing } from '../../../src-shared/files-contract.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine } from '../../engine/index.ts'
import { useTransfers } from '../../stores/transfers.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { entriesOf, type FileEntry } from './entries.ts'
import { placeIn, rememberPlace } from './place.ts'

export interface Directory {
  listing: FileListing
  entries: FileEntry[]
  /** The name that one came up from, or that was asked for. */
  selected: string | null
}

export interface DirectoryState {
  directory: Directory | null
  /** Why `path` cannot be shown. */
  error: ErrorInfo | null
  /** Where one wants to be. */
  path: string
  isLoading: boolean
  /** Another one each time that more than the path makes one look again. */
  occasion: object
  open: (path: string, selected?: string | null) => void
  reload: () => void
}

interface Wanted {
  path: string
  selected: string | null
}

export function useDirectory({ key, status, pid }: ContainerSummary): DirectoryState {
  const [wanted, setWanted] = useState<Wanted>(() => ({ path: placeIn(key), selected: null }))
  const [round, setRound] = useState(0)
  // Another process or state is another file system to look at.
  const occasion = useMemo(() => ({ round, status, pid }), [round, status, pid])
  const request = useMemo(() => ({ ...wanted, ...occasion }), [wanted, occasion])
  const [answered, setAnswered] = useState<Wanted | null>(null)
  const [look, setLook] = useState<Pick<DirectoryState, 'directory' | 'error'>>({
    directory: null,
    error: null,
  })
  const reload = useCallback(() => setRound((count) => count + 1), [])
  const open = useCallback(
    (path: string, selected: string | null = null) => setWanted({ path, selected }),
    [],
  )

  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    async function ask(): Promise<void> {
      const { path, selected } = request
      try {
        const listing = await engine.call('files.list', { key, path }, { signal })
        if (signal.aborted) return
        rememberPlace(key, listing.path)
        setLook({ directory: { listing, entries: entriesOf(listing), selected }, error: null })
      } catch (failure) {
        if (signal.aborted) return
        // What was shown before stays below what is wrong.
        setLook(({ directory }) => ({ directory, error: toErrorInfo(failure) }))
      }
      setAnswered(request)
    }
    void ask()
    return () => abort.abort()
  }, [key, request])

  // What was changed here is to be seen.
  const changed = useTransfers(({ transfers }) => transfers.filter((one) => isChange(one, key)).length)
  const seen = useRef(changed)
  useEffect(() => {
    if (changed > seen.current) reload()
    seen.current = changed
  }, [changed, reload])

  return { ...look, path: wanted.path, isLoading: answered !== request, occasion, open, reload }
}

function isChange({ key, kind, state }: { key: string; kind: string; state: string }, ours: string): boolean {
  return key === ours && kind !== 'download' && state !== 'running'
}
