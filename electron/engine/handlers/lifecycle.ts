// The calls that change a container that exists: each shows in the list while it runs.
import type { Action } from '../../../src-shared/actions.ts'
import type { Operation } from '../../../src-shared/model.ts'
import type { Container } from '../../runtime/index.ts'
import type { CallContext, Handlers } from '../contract/service.ts'
import { demandAllowed, demandUnmanaged } from './guard.ts'
import type { Parts } from './parts.ts'
import { oursOf } from './target.ts'

type LifecycleCalls =
  | 'containers.start'
  | 'containers.stop'
  | 'containers.kill'
  | 'containers.pause'
  | 'containers.resume'
  | 'containers.delete'

export function lifecycleHandlers({ roots, registry }: Parts): Pick<Handlers, LifecycleCalls> {
  async function change(
    { key, acknowledged }: { key: string; acknowledged: boolean },
    [action, operation]: [Action, Operation],
    work: (container: Container) => Promise<void>,
  ): Promise<Record<string, never>> {
    const { container, state } = oursOf(roots, key)
    // While another call is changing it, its state is about to be another: then the runtime's queue and runc decide.
    if (!registry.isBusy(key)) demandAllowed(action, container)
    if (!acknowledged) demandUnmanaged(action, registry.summaryOf(state))
    await registry.during(key, operation, () => work(container))
    return {}
  }

  return {
    'containers.start': (args, { signal }: CallContext) =>
      change(args, ['start', 'starting'], (container) => container.start({ signal })),
    'containers.stop': (args, { signal }) =>
      change(args, ['stop', 'stopping'], (container) => container.stop(args.graceMs, { signal })),
    'containers.kill': ({ key, signal: name }, { signal }) =>
      change({ key, acknowledged: true }, ['kill', 'killing'], (container) =>
        container.kill(name, { signal }),
      ),
    'containers.pause': (args, { signal }) =>
      change(args, ['pause', 'pausing'], (container) => container.pause({ signal })),
    'containers.resume': (args, { signal }) =>
      change(args, ['resume', 'resuming'], (container) => container.resume({ signal })),
    'containers.delete': (args, { signal }) =>
      change(args, ['delete', 'deleting'], (container) => container.delete({ force: args.force, signal })),
  }
}
