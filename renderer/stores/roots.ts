// The runc roots that the engine knows of; adding one of the user's, and taking it away again.
import { create } from 'zustand'
import type { RuncRoot } from '../../src-shared/model.ts'
import { engine } from '../engine/index.ts'

/** As in the last snapshot or event. */
export const useRoots = create<{ roots: readonly RuncRoot[] }>(() => ({ roots: [] }))

export function takeRoots(roots: readonly RuncRoot[]): void {
  useRoots.setState({ roots })
}

/** Throws what the engine answers. */
export async function addRoot(path: string): Promise<void> {
  await engine.call('roots.add', { path })
}

/** Throws what the engine answers. */
export async function removeRoot(path: string): Promise<void> {
  await engine.call('roots.remove', { path })
}

/** Begins to follow the engine; the snapshot of the containers brings the first list. */
export function startRoots(): void {
  engine.on('roots.changed', takeRoots)
}
