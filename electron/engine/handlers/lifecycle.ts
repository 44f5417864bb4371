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

export function lifecycleHandlers({ roots, registry }: Parts): Pick<Handlers, LifecycleCalls> {
  async function change(
    key: string,
    [action, operation]: [Action, Operation],
    work: (container: Container) => Promise<void>,
  ): Promise<Record<string, never>> {
    const { runtime, id } = roots.find(key)
    const container = runtime.get(id)
    // While another call is changing it, its state is about to be another: then the runtime's queue and runc decide.
    if (!registry.isBusy(key)) demandAllowed(action, container)
    await registry.during(key, operation, () => work(container))
    return {}
  }

  return {
    'containers.start': ({ key }, { signal }: CallContext) =>
      change(key, ['start', 'starting'], (container) => container.start({ signal })),
    'containers.stop': ({ key, graceMs }, { signal }) =>
      change(key, ['stop', 'stopping'], (container) => container.stop(graceMs, { signal })),
    'containers.kill': ({ key, signal: name }, { signal }) =>
      change(key, ['kill', 'killing'], (container) => container.kill(name, { signal })),
    'containers.pause': ({ key }, { signal }) =>
      change(key, ['pause', 'pausing'], (container) => container.pause({ signal })),
    'containers.resume': ({ key }, { signal }) =>
      change(key, ['resume', 'resuming'], (container) => container.resume({ signal })),
    'containers.delete': ({ key, force }, { signal }) =>
      change(key, ['delete', 'deleting'], (container) => container.delete({ force, signal })),
  }
}
