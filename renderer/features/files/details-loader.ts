// Asks for sizes, owners and times of what is in sight, some at a time; of a whole directory, when it is sorted by them.
import type { FileDetails } from '../../../src-shared/files-contract.ts'
import type { DetailsByName } from './entries.ts'
import type { Directory } from './use-directory.ts'

/** What the engine tells in one answer. */
const namesAtOnce = 500
/** While one scrolls, what is in sight changes with each frame. */
const wantAfterMs = 40
const tellEachMs = 250

export interface KnownDetails {
  byName: DetailsByName
  /** How much of a directory is known, from 0 to 1, while all of it is asked for; else null. */
  progress: number | null
}

export interface DetailsLoader {
  /** Another listing: what was known of the same directory is shown until it is told anew. */
  show(directory: Directory | null): void
  want: (names: readonly string[]) => void
  /** All of them; or only what is in sight again. */
  wantAll(isAllWanted: boolean): void
  dispose(): void
}

type Ask = (path: string, names: string[]) => Promise<(FileDetails | null)[]>

export function createDetailsLoader(ask: Ask, onKnown: (known: KnownDetails) => void): DetailsLoader {
  let directory: Directory | null = null
  let byName = new Map<string, FileDetails | null>()
  let wanted: readonly string[] = []
  let isAllWanted = false
  let isAsking = false
  let toldAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function missing(): string[] {
    const inSight = wanted.filter((name) => !byName.has(name))
    if (inSight.length > 0 || !isAllWanted || directory === null) return inSight.slice(0, namesAtOnce)
    const names: string[] = []
    for (const { name } of directory.entries) {
      if (byName.has(name)) continue
      names.push(name)
      if (names.length === namesAtOnce) break
    }
    return names
  }

  function tell(): void {
    const all = directory?.entries.length ?? 0
    const progress = isAllWanted && byName.size < all ? byName.size / all : null
    toldAt = performance.now()
    onKnown({ byName: new Map(byName), progress })
  }

  /** A copy of all that is known of a large directory takes longer than to ask for some more of it. */
  function tellInTime(): void {
    const isWhole = byName.size >= (directory?.entries.length ?? 0)
    if (isAllWanted && !isWhole && performance.now() - toldAt < tellEachMs) return
    tell()
  }

  async function pump(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      for (let names = missing(); names.length > 0; names = missing()) {
        const of = directory
        if (of === null) return
        const told = await ask(of.listing.path, names)
        if (directory !== of) continue
        for (const [index, name] of names.entries()) byName.set(name, told[index] ?? null)
        tellInTime()
      }
    } catch {
      // The directory is gone, or the engine is: looking at it again says so. Until then the columns stay empty.
      isAllWanted = false
      tell()
    } finally {
      isAsking = false
    }
  }

  return {
    show(next) {
      const isSame = next?.listing.path === directory?.listing.path
      directory = next
      byName = new Map()
      if (!isSame) tell()
      void pump()
    },
    want(names) {
      wanted = names
      clearTimeout(timer)
      timer = setTimeout(() => void pump(), wantAfterMs)
    },
    wantAll(isWanted) {
      if (isWanted === isAllWanted) return
      isAllWanted = isWanted
      tell()
      void pump()
    },
    dispose() {
      clearTimeout(timer)
      directory = null
    },
  }
}
