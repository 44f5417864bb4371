// What is known of the entries of a directory beyond their names.
import { useEffect, useMemo, useState } from 'react'
import { engine } from '../../engine/index.ts'
import { createDetailsLoader, type KnownDetails } from './details-loader.ts'
import type { Directory } from './use-directory.ts'

export interface Details extends KnownDetails {
  /** What is in sight. */
  want: (names: readonly string[]) => void
}

export function useDetails(key: string, directory: Directory | null, isAllWanted: boolean): Details {
  const [known, setKnown] = useState<KnownDetails>({ byName: new Map(), progress: null })
  const loader = useMemo(
    () => createDetailsLoader((path, names) => engine.call('files.details', { key, path, names }), setKnown),
    [key],
  )
  useEffect(() => loader.show(directory), [loader, directory])
  useEffect(() => loader.wantAll(isAllWanted), [loader, isAllWanted])
  useEffect(() => () => loader.dispose(), [loader])
  return useMemo(() => ({ ...known, want: loader.want }), [known, loader])
}
