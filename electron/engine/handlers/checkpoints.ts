// The calls about checkpoints: of containers that are there, and of those that a checkpoint has ended.
import type { Checkpoint } from '../../../src-shared/checkpoint-model.ts'
import { keyOf } from '../../../src-shared/container-key.ts'
import type { Checkpoint as RuntimeCheckpoint, Container, Runtime } from '../../runtime/index.ts'
import { RuncError } from '../../runtime/index.ts'
import { toErrorInfo } from '../contract/failure.ts'
import type { Handlers } from '../contract/service.ts'
import { demandAllowed, demandOurs, demandUnmanaged } from './guard.ts'
import type { Parts } from './parts.ts'
import { containerOf, oursOf } from './target.ts'

type CheckpointCalls =
  | 'checkpoints.list'
  | 'checkpoints.preview'
  | 'checkpoints.take'
  | 'checkpoints.restore'
  | 'checkpoints.delete'

export function checkpointHandlers({ roots, registry, log }: Parts): Pick<Handlers, CheckpointCalls> {
  return {
    'checkpoints.list': async ({ key }) => {
      const { runtime, id } = roots.find(key)
      return {
        support: await runtime.checkpointSupport(),
        checkpoints: checkpointsOf(runtime, id).map(describe),
      }
    },
    'checkpoints.preview': ({ key, request }) => {
      // Whoever types it in a shell would do the same harm.
      const { container } = oursOf(roots, key)
      try {
        return { argv: container.previewCheckpoint(compact(request)), problem: null }
      } catch (error) {
        return { argv: [], problem: toErrorInfo(error, log) }
      }
    },
    'checkpoints.take': async ({ key, request, acknowledged }, { signal }) => {
      const container = containerOf(roots, key)
      const state = demandAllowed('checkpoint', container)
      if (!acknowledged) demandUnmanaged('checkpoint', registry.summaryOf(state))
      const taken = await registry.during(key, 'checkpointing', () =>
        container.checkpoint({ ...compact(request), signal }),
      )
      return describe(taken)
    },
    'checkpoints.restore': async ({ key, name, id: clone, request, acknowledged }, { signal }) => {
      const { runtime, id } = roots.find(key)
      const target = clone ?? id
      const found = checkpointsOf(runtime, id).find((checkpoint) => checkpoint.name === name)
      demandOurs(runtime.info)
      const present = presentOne(runtime, target)
      if (present !== null) {
        const state = present.state()
        demandOurs(state)
        // What has ended makes way, as if it were deleted.
        if (!acknowledged) demandUnmanaged('delete', registry.summaryOf(state))
      }
      const restore = (): Promise<Container> =>
        runtime.restore(id, name, { ...compact(request), ...(clone === null ? {} : { id: clone }), signal })
      const { root } = runtime.info
      const bundle = found?.bundle ?? ''
      await registry.whileMaking(
        { operation: 'restoring', root, id: target, bundle, ownsBundle: false },
        restore,
      )
      return { key: keyOf(root, target) }
    },
    'checkpoints.delete': async ({ key, name }) => {
      const { runtime, id } = roots.find(key)
      await runtime.deleteCheckpoint(id, name)
      return {}
    },
  }
}

function checkpointsOf(runtime: Runtime, id: string): RuntimeCheckpoint[] {
  return runtime.checkpoints().filter(({ containerId }) => containerId === id)
}

/** The container of that id, if there is one now. */
function presentOne(runtime: Runtime, id: string): Container | null {
  try {
    return runtime.get(id)
  } catch (error) {
    if (error instanceof RuncError && error.code === 'NotFound') return null
    throw error
  }
}

/** Without what says nothing: to the runtime an option is there or it is not. */
function compact<Options extends object>(
  options: Options,
): { [Name in keyof Options]: Exclude<Options[Name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never
}

function describe(taken: RuntimeCheckpoint): Checkpoint {
  const { name, directory, created, size, exit, preDump, parent, options, bundle, problem } = taken
  const { runcVersion, criuVersion, kernel } = taken
  return {
    name,
    directory,
    created,
    size,
    exit,
    preDump,
    parent,
    options: { ...options, emptyNs: options.emptyNs === undefined ? undefined : [...options.emptyNs] },
    bundle,
    runcVersion,
    criuVersion,
    kernel,
    problem,
  }
}
