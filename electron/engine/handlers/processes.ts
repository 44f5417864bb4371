// The calls about the processes in a container.
import type { ProcessEnvironment, ProcessRow } from '../../../src-shared/processes-model.ts'
import {
  signalCommand,
  type Container,
  type ProcessDetails,
  type ProcessIdentity,
} from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'
import type { Handlers } from '../contract/service.ts'
import { toRow } from '../processes/process-row.ts'
import { findStrangers } from '../processes/strangers.ts'
import { createUserNames } from '../processes/user-names.ts'
import { demandUnmanaged } from './guard.ts'
import type { Parts } from './parts.ts'
import { containerOf, oursOf } from './target.ts'

type ProcessCalls = Extract<keyof Handlers, `processes.${string}`>

/** A page that shows more is of no use to anybody; the others are counted. */
const mostProcesses = 4000

export function processHandlers({ roots, registry }: Parts): Pick<Handlers, ProcessCalls> {
  const usersOf = createUserNames()

  /** What there is to say of those in a container's cgroup that are not its own. */
  function strangersIn(all: readonly ProcessDetails[]): (pid: number) => ProcessRow['stranger'] {
    const others = registry.ofInits(new Set(all.flatMap(({ pid, isInit }) => (isInit ? [] : [pid]))))
    const strangers = findStrangers(all, new Set(others.keys()))
    return (pid) => {
      const init = strangers.get(pid)
      if (init === undefined) return null
      const other = init === 'nobody' ? undefined : others.get(init)
      return { container: other === undefined ? null : (other.owner.name ?? other.id) }
    }
  }

  return {
    'processes.list': async ({ key }) => {
      const container = containerOf(roots, key)
      const users = await usersOf(key, container.state())
      const readAt = performance.now()
      const all = container.ps()
      const strangerOf = strangersIn(all)
      const processes = all
        .slice(0, mostProcesses)
        .map((details) => toRow(details, users, strangerOf(details.pid)))
      return { readAt, processes, omitted: all.length - processes.length }
    },
    'processes.detail': async ({ key, ...identity }) => {
      const container = containerOf(roots, key)
      const users = await usersOf(key, container.state())
      const found = container.inspectProcess(identity)
      if (found === null) throw exited(identity)
      const { details, ...rest } = found
      const stranger = strangersIn(container.ps())(details.pid)
      return { process: toRow(details, users, stranger), ...rest }
    },
    'processes.environment': ({ key, withValues, ...identity }) => {
      const found = environmentOf(containerOf(roots, key), identity)
      return { isCut: found.isCut, variables: found.entries.map((entry) => variable(entry, withValues)) }
    },
    'processes.preview': ({ key, pid, signal }) => {
      // Whoever types it in a shell would do the same harm.
      oursOf(roots, key)
      return [signalCommand(pid, signal)]
    },
    'processes.signal': ({ key, signal, acknowledged, ...identity }) => {
      const { container, state } = oursOf(roots, key)
      if (!acknowledged && state.pid === identity.pid) demandUnmanaged('stop', registry.summaryOf(state))
      container.signalProcess(identity, signal)
      return {}
    },
  }
}

function environmentOf(
  container: Container,
  identity: ProcessIdentity,
): { entries: string[]; isCut: boolean } {
  try {
    const found = container.processEnvironment(identity)
    if (found !== null) return found
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EACCES' || code === 'EPERM') {
      throw new Refusal('PermissionDenied', 'The environment of this process is not yours to read.')
    }
    if (code !== 'ENOENT' && code !== 'ESRCH') throw error
  }
  throw exited(identity)
}

/** What has no `=` is no variable, and may be a secret all the same. */
function variable(entry: string, withValues: boolean): ProcessEnvironment['variables'][number] {
  const at = entry.indexOf('=')
  if (at <= 0) return { name: '', value: withValues ? entry : null }
  return { name: entry.slice(0, at), value: withValues ? entry.slice(at + 1) : null }
}

function exited({ pid }: ProcessIdentity): Refusal {
  return new Refusal('ProcessExited', `The process ${pid} has ended.`)
}
