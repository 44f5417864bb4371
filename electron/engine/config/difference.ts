// Whether a container runs with what its bundle says now.
import type { ConfigDifference } from '../../../src-shared/config-contract.ts'
import { indentJson } from '../../../src-shared/indent-json.ts'
import type { Container, ContainerState } from '../../runtime/index.ts'
import { isTelling } from '../contract/failure.ts'
import { readConfigFile, type ConfigFile } from './config-file.ts'
import { stampOf } from './file-stamp.ts'

/** Longer ones are not compared line by line. */
const longestComparedBytes = 512 * 1024
/** A bundle is often written in the same moment in which its container is made of it. */
const slackMs = 1000

export const same: ConfigDifference = { state: 'same', sentence: null, texts: null }

type FindDifference = (
  container: Container,
  state: ContainerState,
  running: ConfigFile,
) => Promise<ConfigDifference>

/** Keeps the last one: a page that is open asks at each change of the container, and a bundle may have megabytes. */
export function createDifferences(): FindDifference {
  let last: { stamp: string; found: ConfigDifference } | null = null

  return async (container, state, running) => {
    if (!state.isSupervised) return byTime(state, running)
    const paths = [container.configPath, `${state.bundle}/config.json`, state.rootfs]
    const stamps = await Promise.all(paths.map(stampOf))
    const stamp = JSON.stringify([paths, stamps])
    if (last?.stamp === stamp) return last.found
    const found = await findDifference(container, state, running)
    // What is not known may be known the next time, whatever the files say.
    last = found.state === 'unknown' || stamps.includes(null) ? null : { stamp, found }
    return found
  }
}

async function findDifference(
  container: Container,
  state: ContainerState,
  running: ConfigFile,
): Promise<ConfigDifference> {
  let renewed: string | null
  try {
    renewed = await container.renewedConfig()
  } catch (error) {
    if (!isTelling(error)) throw error
    return unknown(
      `It runs with what its bundle said when it was created; now nothing can be made of that. ${error.message}`,
    )
  }
  if (renewed === null) return byTime(state, running)
  if (isSameJson(running.text, renewed)) return same
  const sentence =
    'The config.json of its bundle has been changed since it was created. It runs with what was there then; what is there now holds for the next container that is created from it.'
  const isLong = running.isCut || Math.max(running.text.length, renewed.length) > longestComparedBytes
  if (isLong)
    return { state: 'different', sentence: `${sentence} They are too long to be compared here.`, texts: null }
  return {
    state: 'different',
    sentence,
    texts: { running: indentJson(running.text), bundle: indentJson(renewed) },
  }
}

/** Of others' containers nobody keeps what they were created with. */
async function byTime(
  { created, bundle, foreignUid }: ContainerState,
  known: ConfigFile,
): Promise<ConfigDifference> {
  const { modifiedMs } = await readConfigFile(`${bundle}/config.json`, 0, foreignUid).catch(() => known)
  const createdMs = created === null ? Number.NaN : Date.parse(created)
  if (!(modifiedMs > createdMs + slackMs)) return same
  return unknown(
    'The config.json of its bundle was written after it was created. It may run with something else than is shown here; runc keeps no copy, and this container was not created by this app.',
  )
}

function unknown(sentence: string): ConfigDifference {
  return { state: 'unknown', sentence, texts: null }
}

/** Spaces are no difference. */
function isSameJson(one: string, other: string): boolean {
  return one === other || indentJson(one) === indentJson(other)
}
