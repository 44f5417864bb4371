// The containers as the engine sees them: one snapshot for each connection, patches after it, and a fresh snapshot
// whenever one was missed.
import { create } from 'zustand'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ContainerSummary } from '../../src-shared/model.ts'
import { engine, onConnected } from '../engine/index.ts'
import { toErrorInfo } from '../ui/error-text.ts'
import { applyPatch, applySnapshot, isVisibleChange, noRecords } from './container-records.ts'
import type { ContainerRecords } from './container-records.ts'
import { takeRoots } from './roots.ts'

export interface ContainersState extends ContainerRecords {
  /** False until the first snapshot. */
  isLoaded: boolean
  /** Why there is no snapshot. */
  loadError: ErrorInfo | null
}

export const useContainers = create<ContainersState>(() => ({
  ...noRecords,
  isLoaded: false,
  loadError: null,
}))

/** Codes by which the engine says that it can look, but not act: the list itself is as it should be. */
const toolProblems: ReadonlySet<ErrorInfo['code']> = new Set(['RuntimeMissing', 'MonitorMissing'])

/** Why the list is not what is there now; null when it is. */
export function rootProblem({ problem }: Pick<ContainersState, 'problem'>): ErrorInfo | null {
  return problem !== null && toolProblems.has(problem.code) ? null : problem
}

/** When a container last changed so that one sees it (milliseconds since 1970); entries go after `tintMs`. */
const changedAt = new Map<string, number>()
/** How long the tint of a changed row lasts. */
export const tintMs = 600

/** When it changed, if that is so recent that its row is still to be tinted; otherwise 0. */
export function recentChange(key: string): number {
  const moment = changedAt.get(key) ?? 0
  return Date.now() - moment < tintMs ? moment : 0
}

function noteChanges(before: ContainerRecords, upserted: readonly ContainerSummary[]): void {
  const now = Date.now()
  for (const [key, moment] of changedAt) if (now - moment >= tintMs) changedAt.delete(key)
  for (const container of upserted) {
    if (isVisibleChange(before.byKey.get(container.key), container)) changedAt.set(container.key, now)
  }
}

let isLoading = false

/** Takes a fresh snapshot; one at a time. */
export async function loadContainers(): Promise<void> {
  if (isLoading) return
  isLoading = true
  try {
    const snapshot = await engine.call('containers.snapshot', {})
    takeRoots(snapshot.roots)
    useContainers.setState((state) => ({
      ...applySnapshot(state, snapshot),
      isLoaded: true,
      loadError: null,
    }))
  } catch (error) {
    useContainers.setState({ loadError: toErrorInfo(error) })
  } finally {
    isLoading = false
  }
}

/** Begins to follow the engine. */
export function startContainers(): void {
  engine.on('containers.changed', (patch) => {
    const state = useContainers.getState()
    // Before the first snapshot nothing can be patched; the snapshot will hold it.
    if (!state.isLoaded) return
    const records = applyPatch(state, patch)
    if (records === null) {
      void loadContainers()
    } else if (records !== state) {
      noteChanges(state, patch.upserted)
      useContainers.setState(records)
    }
  })
  onConnected(() => {
    isLoading = false
    void loadContainers()
  })
}
