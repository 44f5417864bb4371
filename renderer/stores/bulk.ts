// One action on many containers: a few at a time, what came of each, and how to go on with those that failed.
import { create } from 'zustand'
import type { Action } from '../../src-shared/actions.ts'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import { toErrorInfo } from '../ui/error-text.ts'

/** runc forks, and the kernel takes a lock for each cgroup: more at once only wait for one another. */
export const atOnce = 4

/** `unchanged`: what was wanted was so already, or not meant for it; `left`: it was not begun. */
export type BulkState = 'waiting' | 'working' | 'done' | 'unchanged' | 'failed' | 'left'

export interface BulkEntry {
  key: string
  name: string
  state: BulkState
  error: ErrorInfo | null
  /** What else is to be known of one that has not failed, in a sentence. */
  note: string | null
}

export interface BulkTarget {
  key: string
  name: string
}

export type BulkOutcome = Pick<BulkEntry, 'note'> & { state: 'done' | 'unchanged' }

/** Does it to one of them; throws what the engine answers. */
export type BulkWork = (key: string, isAcknowledged: boolean) => Promise<BulkOutcome>

export interface Bulk {
  action: Action
  entries: readonly BulkEntry[]
  isRunning: boolean
}

export interface BulkStoreState {
  bulk: Bulk | null
}

export const useBulk = create<BulkStoreState>(() => ({ bulk: null }))

const begun = { state: 'waiting', error: null, note: null } as const

let work: BulkWork | null = null
let isStopped = false

function setEntry(key: string, changes: Partial<BulkEntry>): void {
  useBulk.setState(({ bulk }) =>
    bulk === null
      ? {}
      : {
          bulk: {
            ...bulk,
            entries: bulk.entries.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)),
          },
        },
  )
}

async function workOn(key: string, isAcknowledged: boolean): Promise<void> {
  setEntry(key, { state: 'working' })
  try {
    if (work !== null) setEntry(key, await work(key, isAcknowledged))
  } catch (error) {
    setEntry(key, { state: 'failed', error: toErrorInfo(error) })
  }
}

async function workOnAll(keys: readonly string[], isAcknowledged: boolean): Promise<void> {
  const waiting = [...keys]
  isStopped = false
  async function worker(): Promise<void> {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      if (isStopped) setEntry(key, { state: 'left' })
      else await workOn(key, isAcknowledged)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, worker))
  useBulk.setState(({ bulk }) => (bulk === null ? {} : { bulk: { ...bulk, isRunning: false } }))
}

/** Begins; false while another one is under way. */
export function startBulk(action: Action, targets: readonly BulkTarget[], how: BulkWork): boolean {
  if (useBulk.getState().bulk?.isRunning === true) return false
  work = how
  const entries = targets.map((target) => ({ ...target, ...begun }))
  useBulk.setState({ bulk: { action, entries, isRunning: true } })
  void workOnAll(
    targets.map(({ key }) => key),
    false,
  )
  return true
}

function again(isMeant: (entry: BulkEntry) => boolean, isAcknowledged: boolean): void {
  const { bulk } = useBulk.getState()
  if (bulk === null || bulk.isRunning) return
  const keys = bulk.entries.filter(isMeant).map(({ key }) => key)
  if (keys.length === 0) return
  const entries = bulk.entries.map((entry) => (isMeant(entry) ? { ...entry, ...begun } : entry))
  useBulk.setState({ bulk: { ...bulk, entries, isRunning: true } })
  void workOnAll(keys, isAcknowledged)
}

export function isManagedElsewhere({ error }: BulkEntry): boolean {
  return error?.code === 'ManagedElsewhere'
}

/** Once more with what failed or was left, but for what another manager keeps: that is a question of its own. */
export function retryFailed(): void {
  again((entry) => (entry.state === 'failed' && !isManagedElsewhere(entry)) || entry.state === 'left', false)
}

/** With what another manager keeps: the user has read that, and wants it nevertheless. */
export function goOnWithManaged(): void {
  again(isManagedElsewhere, true)
}

/** Begins no more of them; what is under way ends by itself. */
export function stopBulk(): void {
  isStopped = true
}

export function dismissBulk(): void {
  if (useBulk.getState().bulk?.isRunning !== true) useBulk.setState({ bulk: null })
}
