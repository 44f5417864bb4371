// Why a program ended that did not end by itself: with its container, which may have been killed, deleted or
// checkpointed meanwhile.
import { setTimeout as delay } from 'node:timers/promises'
import { isDying, type Container } from '../../runtime/index.ts'
import { isTelling } from '../contract/failure.ts'

/** How long conmon is waited for, which writes down a container's end some milliseconds after its programs are gone. */
const untilToldMs = 1000

/** As `containersEnd`, once it is known how the container ended: a checkpoint and a kill look the same before that. */
export async function containersEndOnceTold(
  container: Pick<Container, 'state' | 'exit' | 'wait'>,
): Promise<string | null> {
  if (isUntold(container)) {
    const giveUp = new AbortController()
    const told = container.wait({ signal: giveUp.signal }).catch((error: unknown) => {
      if (!isTelling(error)) throw error
    })
    await Promise.race([told, delay(untilToldMs, undefined, { ref: false })])
    giveUp.abort()
  }
  return containersEnd(container)
}

function isUntold(container: Pick<Container, 'state' | 'exit'>): boolean {
  try {
    if (container.exit() !== null) return false
    const { status, pid } = container.state()
    return status === 'stopped' || (pid !== null && isDying(pid))
  } catch (error) {
    if (isTelling(error)) return false
    throw error
  }
}

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
