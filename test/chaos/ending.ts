// The end of a campaign: everything is deleted, time passes, the engine starts once more and ends. Then nothing is left.
import { setTimeout as delay } from 'node:timers/promises'
import { EngineError } from '../../src-shared/client.ts'
import type { Finding } from './check.ts'
import { age } from './damage.ts'
import type { EngineHandle } from './engine.ts'
import { remains } from './leftovers.ts'
import { isLiving, readTruth } from './truth.ts'
import type { World } from './world.ts'

/** What is collected in the background, after a start. */
const settleMs = 8000

export async function cleanUp(
  first: EngineHandle,
  world: World,
  folder: string,
  restart: () => Promise<EngineHandle>,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const { containers } = await first.client.call('containers.snapshot', {})
  const deleting = containers.map(async ({ id }) => {
    try {
      await first.client.call('containers.delete', { key: first.keyOf(id), force: true })
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      findings.push({ id, what: `it could not be deleted: ${error.message}` })
    }
  })
  await Promise.all(deleting)
  for (const id of world.ids) await deleteCheckpoints(first, id, findings)
  for (const { id, pid } of world.containers.values()) {
    if (pid !== null && pid !== 0 && isLiving(pid)) findings.push({ id, what: `its process ${pid} lives on` })
  }
  world.containers.clear()
  world.shells.clear()
  age(folder)
  const last = await restart()
  const until = Date.now() + settleMs
  for (;;) {
    const left = remains(readTruth(folder)).filter(({ what }) => !what.startsWith(`the process ${last.pid} `))
    if (left.length === 0 || Date.now() > until) return [...findings, ...left]
    await delay(50)
  }
}

/** They outlive their containers, and everything else. */
async function deleteCheckpoints(
  { client, keyOf }: EngineHandle,
  id: string,
  findings: Finding[],
): Promise<void> {
  const key = keyOf(id)
  const { checkpoints } = await client.call('checkpoints.list', { key })
  for (const { name, problem } of checkpoints) {
    if (problem !== null) findings.push({ id, what: `its checkpoint ${name} cannot be used: ${problem}` })
    await client.call('checkpoints.delete', { key, name })
  }
}
