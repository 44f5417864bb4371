// What a container has changed against its image, where it has one: asked for once its files can be seen, and
// again on each occasion that may have changed them, not with each directory: the answer is for the whole container.
import { useEffect, useMemo, useState } from 'react'
import type { FileChanges } from '../../../src-shared/files-contract.ts'
import { engine } from '../../engine/index.ts'

export interface ChangesState {
  /** Null where there is no image to compare with. */
  changes: FileChanges | null
  /** `added`, `changed`, or `changes in it`; null for what is as it was. */
  remarkOf: (path: string) => string | null
}

export function useChanges(key: string, occasion: object, isThere: boolean): ChangesState {
  const [changes, setChanges] = useState<FileChanges | null>(null)
  const request = useMemo(() => (isThere ? { key, occasion } : null), [key, occasion, isThere])
  useEffect(() => {
    if (request === null) return undefined
    const abort = new AbortController()
    engine.call('files.changes', { key: request.key }, { signal: abort.signal }).then(
      (told) => !abort.signal.aborted && setChanges(told),
      // The marks are an extra: what is wrong with the file system, the list of files says.
      () => {},
    )
    return () => abort.abort()
  }, [request])

  return useMemo(() => {
    const byPath = new Map(changes?.changes.map(({ path, change }) => [path, change]))
    const above = new Set<string>()
    for (const path of byPath.keys()) {
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
        above.add(path.slice(0, end))
    }
    const remarkOf = (path: string): string | null =>
      byPath.get(path) ?? (above.has(path) ? 'changes in it' : null)
    return { changes, remarkOf }
  }, [changes])
}
