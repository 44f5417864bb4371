// The calls that change a container that exists: each shows in the list while it runs.
import type { Action } from '../../../src-shared/actions.ts'
import type { Operation } from '../../../src-shared/model.ts'
import type { Container } from '../../runtime/index.ts'
import type { CallContext, Handlers } from '../contract/service.ts'
import { demandAllowed } from './guard.ts'
import type { Parts } from './parts.ts'

type LifecycleCalls =
  | 'containers.start'
  | 'containers.stop'
  | 'containers.kill'
  | 'containers.pause'
  | 'containers.resume'
  | 'containers.delete'

export function lifecycleHandlers({ runtime, registry }: Parts): Pick<Handlers, LifecycleCalls> {
  async function change(
    id: string,
    [action, operation]: [Action, Operation],
    work: (container: Container) => Promise<void>,
  ): Promise<Record<string, never>> {
    const container = runtime.get(id)
    // While another call is changing it, its state is about to be another: then the runtime's queue and runc decide.
    if (!registry.isBusy(id)) demandAllowed(action, container)
    await registry.during(id, operation, () => work(container))
    return {}
  }

  return {
    'containers.start': ({ id }, { signal }: CallContext) =>
      change(id, ['start', 'starting'], (container) => container.start({ signal })),
    'containers.stop': ({ id, graceMs }, { signal }) =>
      change(id, ['stop', 'stopping'], (container) => container.stop(graceMs, { signal })),
    'containers.kill': ({ id, signal: name }, { signal }) =>
      change(id, ['kill', 'killing'], (container) => container.kill(name, { signal })),
    'containers.pause': ({ id }, { signal }) =>
      change(id, ['pause', 'pausing'], (container) => container.pause({ signal })),
    'containers.resume': ({ id }, { signal }) =>
      change(id, ['resume', 'resuming'], (container) => container.resume({ signal })),
    'containers.delete': ({ id, force }, { signal }) =>
      change(id, ['delete', 'deleting'], (container) => container.delete({ force, signal })),
  }
}
