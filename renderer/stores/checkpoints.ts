// The checkpoints of containers that were looked at, and the work on them that this window has asked for: it goes on
// whatever page one is on, and what went wrong stays with the container's checkpoints.
import { create } from 'zustand'
import type {
  Checkpoint,
  CheckpointRequest,
  CheckpointSupport,
  RestoreRequest,
} from '../../src-shared/checkpoint-model.ts'
import { splitKey } from '../../src-shared/container-key.ts'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import { engine } from '../engine/index.ts'
import { toErrorInfo } from '../ui/error-text.ts'
import { notify } from './notices.ts'
import type { Failure } from './operations.ts'

export interface CheckpointList {
  support: CheckpointSupport
  /** Oldest first. */
  checkpoints: readonly Checkpoint[]
}

export interface CheckpointWork {
  /** Such as “Taking checkpoint one”. */
  title: string
  /** ISO 8601. */
  startedAt: string
  cancel: () => void
}

export interface CheckpointsState {
  /** All by container key. */
  lists: ReadonlyMap<string, CheckpointList>
  /** Why a list could not be read. */
  problems: ReadonlyMap<string, ErrorInfo>
  work: ReadonlyMap<string, CheckpointWork>
  failures: ReadonlyMap<string, Failure>
}

export const useCheckpoints = create<CheckpointsState>(() => ({
  lists: new Map(),
  problems: new Map(),
  work: new Map(),
  failures: new Map(),
}))

type Field = keyof CheckpointsState
type Entry<Name extends Field> =
  CheckpointsState[Name] extends ReadonlyMap<string, infer Value> ? Value : never

function set<Name extends Field>(field: Name, key: string, value: Entry<Name> | null): void {
  useCheckpoints.setState((state) => {
    const next = new Map<string, unknown>(state[field])
    if (value === null) next.delete(key)
    else next.set(key, value)
    return { [field]: next }
  })
}

/** Asks the engine anew. What was known stays on the page when it cannot say. */
export async function loadCheckpoints(key: string): Promise<void> {
  try {
    set('lists', key, await engine.call('checkpoints.list', { key }))
    set('problems', key, null)
  } catch (error) {
    set('problems', key, toErrorInfo(error))
  }
}

async function run(
  key: string,
  title: string,
  failureTitle: string,
  ask: (signal: AbortSignal) => Promise<unknown>,
): Promise<boolean> {
  const controller = new AbortController()
  set('failures', key, null)
  set('work', key, { title, startedAt: new Date().toISOString(), cancel: () => controller.abort() })
  try {
    await ask(controller.signal)
    return true
  } catch (failure) {
    const error = toErrorInfo(failure)
    // Whoever cancelled it knows.
    if (error.code !== 'Cancelled') set('failures', key, { title: failureTitle, error })
    return false
  } finally {
    set('work', key, null)
    await loadCheckpoints(key)
  }
}

export function takeCheckpoint(
  key: string,
  request: CheckpointRequest,
  acknowledged: boolean,
): Promise<boolean> {
  const { name } = request
  return run(key, `Taking checkpoint ${name}`, `Could not take checkpoint ${name}`, (signal) =>
    engine.call('checkpoints.take', { key, request, acknowledged }, { signal }),
  )
}

/** Resolves to the key of what runs then; null when it failed. */
export async function restoreCheckpoint(
  key: string,
  name: string,
  id: string | null,
  request: RestoreRequest,
  acknowledged: boolean,
): Promise<string | null> {
  let restored: string | null = null
  const title = id === null ? `Restoring ${name}` : `Restoring ${name} as ${id}`
  await run(key, title, `Could not restore ${name}`, async (signal) => {
    const answer = await engine.call(
      'checkpoints.restore',
      { key, name, id, request, acknowledged },
      { signal },
    )
    restored = answer.key
    notify(`Restored ${splitKey(answer.key).id}`)
  })
  return restored
}

export function deleteCheckpoint(key: string, name: string): Promise<boolean> {
  return run(key, `Deleting checkpoint ${name}`, `Could not delete checkpoint ${name}`, () =>
    engine.call('checkpoints.delete', { key, name }),
  )
}

export function dismissCheckpointFailure(key: string): void {
  set('failures', key, null)
}
