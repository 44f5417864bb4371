// Changes limits of a living container through `runc update`, and says what is in force afterwards.
import type { RuntimeContext } from './context.ts'
import { notFound, RuncError } from './errors.ts'
import { checkChanges } from './resource-check.ts'
import type { ResourceChanges, Resources, UpdatePreview } from './resource-types.ts'
import { readResources } from './resources.ts'
import type { Verb } from './runc-cli.ts'
import { updateFlags } from './update-flags.ts'
import type { CallOptions, ContainerState } from './types.ts'

/** The state of a container whose cgroup can be read. Throws NotFound, Stopped, StateUnreadable, CgroupUnavailable. */
export function stateWithCgroup(context: RuntimeContext, id: string): ContainerState {
  const state = livingState(context, id)
  if (!state.hasCgroup) {
    const message = `“${id}” has no cgroup of its own: it was made without the right to make one, so nothing is counted or limited.`
    throw new RuncError('CgroupUnavailable', message)
  }
  return state
}

/** Throws NotFound, Stopped, StateUnreadable. */
export function livingState(context: RuntimeContext, id: string): ContainerState {
  const state = context.reader.read(id)
  if (!state) throw notFound(id)
  if (state.status === 'stopped') throw new RuncError('Stopped', `“${id}” has stopped.`)
  if (state.status === 'broken' || state.status === 'creating') {
    const why = state.problem ?? 'It is being created.'
    throw new RuncError('StateUnreadable', `There is nothing to be read of “${id}” yet. ${why}`)
  }
  return state
}

/** Runs in the container's turn. */
export async function updateContainer(
  context: RuntimeContext,
  id: string,
  changes: ResourceChanges,
  options: CallOptions,
): Promise<Resources> {
  const { cgroupPaths } = stateWithCgroup(context, id)
  const { verb, input } = checkedUpdate(context, id, changes)
  await context.cli.run(verb, { signal: options.signal, ...(input === null ? {} : { input }) })
  return readResources(cgroupPaths)
}

/** The command that `updateContainer` would run. Throws as that does. */
export function previewUpdate(context: RuntimeContext, id: string, changes: ResourceChanges): UpdatePreview {
  stateWithCgroup(context, id)
  const { verb, input } = checkedUpdate(context, id, changes)
  return { argv: context.cli.display(verb), input }
}

function checkedUpdate(
  context: RuntimeContext,
  id: string,
  changes: ResourceChanges,
): { verb: Verb; input: string | null } {
  const need = context.capabilities().need
  need('update')
  checkChanges(changes, { isUnified: context.mode === 'v2', need })
  const { flags, input } = updateFlags(changes)
  return { verb: { name: 'update', flags, id }, input }
}
