// The container that a call is about, found by its key: one way for those that only look, one for those that act.
import type { Container, ContainerState, Runtime } from '../../runtime/index.ts'
import type { Roots } from '../roots/roots.ts'
import { demandOurs } from './guard.ts'

export interface Target {
  runtime: Runtime
  container: Container
  /** Read afresh. */
  state: ContainerState
}

/** For calls that only look. Throws NotFound. */
export function containerOf(roots: Roots, key: string): Container {
  const { runtime, id } = roots.find(key)
  return runtime.get(id)
}

/**
 * For calls that change it, or tell a command that would. Throws NotFound, and PermissionDenied for a container whose files
 * another user could have written.
 */
export function oursOf(roots: Roots, key: string): Target {
  const { runtime, id } = roots.find(key)
  const container = runtime.get(id)
  const state = container.state()
  demandOurs(state)
  return { runtime, container, state }
}
