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
  async function change<Value>(
    { key, acknowledged }: { key: string; acknowledged: boolean },
    [action, operation]: [Action, Operation],
    work: (container: Container, waitUntilKill: (at: string) => void) => Promise<Value>,
  ): Promise<Value> {
    const { container, state } = oursOf(roots, key)
    // While another call is changing it, its state is about to be another: then the runtime's queue and runc decide.
    if (!registry.isBusy(key)) demandAllowed(action, container)
    if (!acknowledged) demandUnmanaged(action, registry.summaryOf(state))
    return registry.during(key, operation, (waitUntilKill) => work(container, waitUntilKill))
  }
  async function changeOnly(...all: Parameters<typeof change<void>>): Promise<Record<string, never>> {
    await change(...all)
    return {}
  }

  return {
    'containers.start': (args, { signal }: CallContext) =>
      changeOnly(args, ['start', 'starting'], (container) => container.start({ signal })),
    'containers.stop': async (args, { signal }) => {
      const { graceMs } = args
      const wasKilled = await change(args, ['stop', 'stopping'], (container, waitUntilKill) =>
        container.stop(graceMs, {
          signal,
          onGrace: () => waitUntilKill(new Date(Date.now() + graceMs).toISOString()),
        }),
      )
      return { wasKilled }
    },
    'containers.kill': ({ key, signal: name }, { signal }) =>
      changeOnly({ key, acknowledged: true }, ['kill', 'killing'], (container) =>
        container.kill(name, { signal }),
      ),
    'containers.pause': (args, { signal }) =>
      changeOnly(args, ['pause', 'pausing'], (container) => container.pause({ signal })),
    'containers.resume': (args, { signal }) =>
      changeOnly(args, ['resume', 'resuming'], (container) => container.resume({ signal })),
    'containers.delete': (args, { signal }) =>
      changeOnly(args, ['delete', 'deleting'], (container) =>
        container.delete({ force: args.force, signal }),
      ),
  }
}
