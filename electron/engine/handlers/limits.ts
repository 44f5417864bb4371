// The calls by which limits of a living container are read and changed.
import { limitsRefusal } from '../../../src-shared/actions.ts'
import type { LimitChanges, LimitsInForce, LimitsPreview } from '../../../src-shared/limits-model.ts'
import type { Container, ResourceChanges, UpdatePreview } from '../../runtime/index.ts'
import { isTelling, Refusal } from '../contract/failure.ts'
import type { Handlers } from '../contract/service.ts'
import { managerCommand } from '../limits/manager-command.ts'
import { demandUnmanaged } from './guard.ts'
import type { Parts } from './parts.ts'
import { containerOf, oursOf } from './target.ts'

type LimitCalls = Extract<keyof Handlers, `limits.${string}`>

export function limitHandlers({ roots, registry }: Parts): Pick<Handlers, LimitCalls> {
  function read(container: Container, files: readonly string[]): LimitsInForce {
    const stats = container.stats()
    return {
      limits: container.resources(),
      problems: container.resourceProblems(),
      files: container.unifiedFiles(files),
      usage: { memory: stats.memory?.usage ?? null, pids: stats.pids?.current ?? null },
    }
  }

  return {
    'limits.read': ({ key, files }) => read(containerOf(roots, key), files),
    'limits.preview': ({ key, changes }) => {
      const { container, state } = oursOf(roots, key)
      const found = previewOf(container, changes)
      if (typeof found === 'string') return { argv: [], input: null, problem: found, instead: null }
      return { ...found, problem: null, instead: managerCommand(registry.summaryOf(state), found.argv) }
    },
    'limits.apply': async ({ key, changes, files, acknowledged }, { signal }) => {
      const { container, state } = oursOf(roots, key)
      const why = limitsRefusal(state)
      if (why !== null) {
        const code =
          state.status === 'stopped' ? 'Stopped' : state.hasCgroup ? 'NotRunning' : 'CgroupUnavailable'
        throw new Refusal(code, why)
      }
      if (!acknowledged) demandUnmanaged('limits', registry.summaryOf(state))
      await container.update(changes as ResourceChanges, { signal })
      return read(container, files)
    },
  }
}

/** The command, or what is wrong with the changes. */
function previewOf(
  container: Container,
  changes: LimitChanges,
): UpdatePreview | NonNullable<LimitsPreview['problem']> {
  try {
    return container.previewUpdate(changes as ResourceChanges)
  } catch (error) {
    // Half of what is typed is wrong: no failure of the call.
    if (isTelling(error)) return error.toInfo().message
    throw error
  }
}
