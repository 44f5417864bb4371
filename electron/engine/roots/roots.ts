// The runc roots that this engine knows: its own, those that it finds, those that the user named. One runtime speaks for
// each that can be read; what it tells goes to one listener, with the root's name.
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { splitKey } from '../../../src-shared/container-key.ts'
import type { RuncRoot } from '../../../src-shared/model.ts'
import { describeUnreadable, type Runtime, type WatchBatch } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'
import { createLeadingEdge } from '../leading-edge.ts'
import { mostAddedRoots, type AddedRoots } from './added-roots.ts'
import type { Candidate } from './candidates.ts'
import { createDiscovery, identityOf, type FoundRoot } from './discovery.ts'

export interface RootsListener {
  onBatch(root: string, batch: WatchBatch): void
  /** The root is gone, and every container in it. */
  onGone(root: string): void
}

export interface Roots {
  /** Of the root where new containers go. */
  readonly own: Runtime
  /** Begins to watch. Called once; the own root's first batch may come before it returns. */
  watch(listener: RootsListener): void
  /** Throws NotFound for the key of a root that is not watched. */
  find(key: string): { runtime: Runtime; id: string }
  list(): RuncRoot[]
  add(path: string): void
  remove(path: string): void
  dispose(): Promise<void>
}

export interface RootsOptions {
  own: Runtime
  /** Where to look for others. */
  candidates: readonly Candidate[]
  added: AddedRoots
  onChanged: (roots: RuncRoot[]) => void
  /** What makes the list lag, for this reason; null: nothing does. */
  onWarning: (sentence: string | null) => void
}

interface Entry {
  found: FoundRoot
  runtime: Runtime
  watch: { dispose(): void }
  ids: Set<string>
  problem: string | null
  warning: string | null
}

/** Counts change with every container; nobody reads them faster. */
const gatherMs = 250

export function createRoots(options: RootsOptions): Roots {
  const { own, added } = options
  const ownPath = own.info.root
  /** By path; only those that are watched. */
  const entries = new Map<string, Entry>()
  const disposals = new Set<Promise<void>>()
  let listener: RootsListener | null = null
  let told = ''
  let discoveryWarning: string | null = null
  let toldWarning: string | null = null
  const edge = createLeadingEdge(gatherMs, tell)
  const candidates = [
    ...options.candidates,
    ...added.paths().map((pattern): Candidate => ({ pattern, kind: 'added' })),
  ]
  let found: FoundRoot[] = []
  const discovery = createDiscovery(candidates, follow, (sentence) => {
    discoveryWarning = sentence
  })

  function list(): RuncRoot[] {
    const others = found.filter((root) => root.path !== ownPath)
    return [{ path: ownPath, kind: 'runc' as const, access: accessOfOwn() }, ...others].map(describe)
  }
  function accessOfOwn(): FoundRoot['access'] {
    return existsSync(ownPath) || entries.get(ownPath)?.problem ? 'open' : 'absent'
  }
  function describe({ path, kind, access }: FoundRoot): RuncRoot {
    const entry = entries.get(path)
    const problem = access === 'closed' ? describeUnreadable(path) : (entry?.problem ?? null)
    const isOwn = path === ownPath
    const state = problem !== null ? 'unreadable' : access === 'absent' ? 'absent' : 'watched'
    return {
      path,
      kind,
      state,
      problem,
      isOwn,
      isAdded: added.paths().includes(path),
      count: entry?.ids.size ?? 0,
    }
  }
  function tell(): void {
    const roots = list()
    const text = JSON.stringify(roots)
    if (text !== told) options.onChanged(roots)
    told = text
    const warning = discoveryWarning ?? [...entries.values()].find((entry) => entry.warning)?.warning ?? null
    if (warning !== toldWarning) options.onWarning(warning)
    toldWarning = warning
  }

  function begin(root: FoundRoot, runtime: Runtime): void {
    const entry: Entry = {
      found: root,
      runtime,
      watch: { dispose() {} },
      ids: new Set(),
      problem: null,
      warning: null,
    }
    entries.set(root.path, entry)
    entry.watch = runtime.watch((batch) => {
      for (const { id, state } of batch.changed) {
        if (state === null) entry.ids.delete(id)
        else entry.ids.add(id)
      }
      entry.problem = batch.problem?.message ?? null
      entry.warning = batch.warning
      listener?.onBatch(root.path, batch)
      edge.request()
    })
  }
  function end(path: string): void {
    const entry = entries.get(path)
    if (entry === undefined) return
    entries.delete(path)
    entry.watch.dispose()
    listener?.onGone(path)
    const disposal = entry.runtime.dispose().finally(() => disposals.delete(disposal))
    disposals.add(disposal)
  }

  /** Brings the runtimes in line with the roots that are there. */
  function follow(): void {
    found = discovery.roots()
    const open = new Map(
      found
        .filter(({ path, access }) => access === 'open' && path !== ownPath && !isOwnByAnotherName(path))
        .map((root) => [root.path, root]),
    )
    found = found.filter(({ path }) => path === ownPath || !isOwnByAnotherName(path))
    for (const path of entries.keys()) if (path !== ownPath && !open.has(path)) end(path)
    for (const [path, root] of open) if (!entries.has(path)) begin(root, own.forRoot(path))
    edge.request()
  }
  function isOwnByAnotherName(path: string): boolean {
    const identity = identityOf(path)
    return path !== ownPath && identity !== null && identity === identityOf(ownPath)
  }

  return {
    own,
    watch(wanted) {
      listener = wanted
      begin({ path: ownPath, kind: 'runc', access: 'open' }, own)
      follow()
    },
    find(key) {
      const { root, id } = splitKey(key)
      const entry = entries.get(root)
      if (entry !== undefined) return { runtime: entry.runtime, id }
      throw new Refusal('NotFound', `There is no container “${id}” in ${root}: that root is not watched.`)
    },
    list,
    add(wanted) {
      const path = resolve(wanted)
      demandAddable(path, list())
      added.set([...added.paths(), path])
      discovery.add(path)
    },
    remove(wanted) {
      const path = resolve(wanted)
      if (!added.paths().includes(path)) {
        throw new Refusal('NotFound', `${path} is not among the roots that were added.`)
      }
      added.set(added.paths().filter((other) => other !== path))
      discovery.remove(path)
    },
    async dispose() {
      edge.dispose()
      discovery.dispose()
      listener = null
      for (const path of entries.keys()) if (path !== ownPath) end(path)
      entries.get(ownPath)?.watch.dispose()
      await Promise.all(disposals)
      await own.dispose()
    },
  }
}

function demandAddable(path: string, known: readonly RuncRoot[]): void {
  const identity = identityOf(path)
  const same = known.find(
    (root) => root.path === path || (identity !== null && identityOf(root.path) === identity),
  )
  if (same !== undefined) throw new Refusal('Exists', `${path} is on the list already, as ${same.path}.`)
  if (path.includes('*')) throw new Refusal('InvalidArgument', 'A root is one directory; “*” names several.')
  if (known.filter(({ isAdded }) => isAdded).length >= mostAddedRoots) {
    throw new Refusal(
      'InvalidArgument',
      `There are ${mostAddedRoots} added roots already; that is the limit.`,
    )
  }
  if (identity !== null && !statSync(path).isDirectory()) {
    throw new Refusal('InvalidArgument', `${path} is not a directory.`)
  }
}
