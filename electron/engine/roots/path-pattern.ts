// Keeps an eye on the directories that one pattern names, such as `/run/containerd/runc/*`: inotify on each directory on
// the way, or on the nearest one that is there. Nothing is looked at while nothing changes.
import { constants, accessSync, readdirSync, statSync } from 'node:fs'
import { RootWatch } from '../../runtime/index.ts'

export interface FoundDirectory {
  path: string
  /** `closed`: there, but not for us to read. A closed one on the way stands for all that it may hold. */
  access: 'open' | 'closed' | 'absent'
}

export interface PathPattern {
  /** Looks and watches. Throws WatchLimit when the kernel grants no more watches; what it returned before stays right. */
  refresh(): void
  found(): FoundDirectory[]
  dispose(): void
}

/** `onChange` is told that something may have changed; then `refresh` and `found` tell what. */
export function watchPattern(pattern: string, onChange: () => void): PathPattern {
  const [base = '', ...rest] = pattern.split('/*')
  return rest.length === 0 ? watchDirectory(base, onChange) : watchChildren(base, rest.join('/*'), onChange)
}

function watchDirectory(path: string, onChange: () => void): PathPattern {
  const watch = new RootWatch(path, { onEntry: () => {}, onRoot: onChange })
  return {
    refresh: () => void watch.refresh(),
    found: () => [{ path, access: accessTo(path) }],
    dispose: () => watch.close(),
  }
}

/** Every directory in `base`, each continued by `rest`. */
function watchChildren(base: string, rest: string, onChange: () => void): PathPattern {
  const watch = new RootWatch(base, { onEntry: onChange, onRoot: onChange })
  const children = new Map<string, PathPattern>()
  let isClosed = false

  function dropExcept(paths: ReadonlySet<string>): void {
    for (const [path, child] of children) {
      if (paths.has(path)) continue
      child.dispose()
      children.delete(path)
    }
  }

  return {
    refresh() {
      watch.refresh()
      const access = accessTo(base)
      isClosed = access === 'closed'
      const paths = new Set(
        access === 'open' ? directoriesIn(base).map((name) => `${base}/${name}${rest}`) : [],
      )
      dropExcept(paths)
      for (const path of paths) {
        if (!children.has(path)) children.set(path, watchPattern(path, onChange))
        children.get(path)?.refresh()
      }
    },
    found() {
      if (isClosed) return [{ path: base, access: 'closed' }]
      return [...children.values()].flatMap((child) => child.found())
    },
    dispose() {
      watch.close()
      dropExcept(new Set())
    },
  }
}

function accessTo(path: string): FoundDirectory['access'] {
  try {
    if (!statSync(path).isDirectory()) return 'absent'
    accessSync(path, constants.R_OK | constants.X_OK)
    return 'open'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'EACCES' || code === 'EPERM' ? 'closed' : 'absent'
  }
}

function directoriesIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted()
  } catch {
    return [] // It went between two looks; its going is told.
  }
}
