// Changes limits of a living container through `runc update`, and says what is in force afterwards.
import type { RuntimeContext } from './context.ts'
import { notFound, RuncError } from './errors.ts'
import { checkChanges } from './resource-check.ts'
import type { ResourceChanges, Resources } from './resource-types.ts'
import { readResources } from './resources.ts'
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
  const need = context.capabilities().need
  need('update')
  checkChanges(changes, { isUnified: context.mode === 'v2', need })
  const { intelRdt, ...resources } = changes
  const flags = ['--resources', '-']
  if (intelRdt?.l3CacheSchema) flags.push('--l3-cache-schema', intelRdt.l3CacheSchema)
  if (intelRdt?.memBwSchema) flags.push('--mem-bw-schema', intelRdt.memBwSchema)
  await context.cli.run(
    { name: 'update', flags, id },
    { signal: options.signal, input: JSON.stringify(resources) },
  )
  return readResources(cgroupPaths)
}
