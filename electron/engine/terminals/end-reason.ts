// Why a program ended that did not end by itself: with its container, which may have been killed, deleted or
// checkpointed meanwhile.
import type { Container } from '../../runtime/index.ts'
import { isTelling } from '../contract/failure.ts'

/** One sentence; null when the container lives on. */
export function containersEnd(container: Pick<Container, 'state' | 'exit'>): string | null {
  try {
    const exit = container.exit()
    if (exit?.checkpoint !== undefined) {
      return `The container was checkpointed as “${exit.checkpoint}”, which ended it, and this program with it.`
    }
    if (exit === null && container.state().status !== 'stopped') return null
    if (exit?.oomKilled) return 'The container ran out of memory and ended, and this program with it.'
    const how = exit?.signal ? `was ended by ${exit.signal}` : 'ended'
    return `The container ${how}, and this program with it.`
  } catch (error) {
    if (isTelling(error)) return 'The container is gone, and this program with it.'
    throw error
  }
}
