// What a container knows of its processes: init first, then those that were added to it.
import type { ExitInfo } from '../../src-shared/model.ts'
import type { RuntimeContext } from './context.ts'
import { AttachedProcess } from './attached-process.ts'
import { listDetached, removeDetached } from './detached.ts'
import { notFound, RuncError } from './errors.ts'
import { isAlive, sendSignal } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import { baseProcess } from './process-spec.ts'
import type { ContainerProcess, ProcessSpec } from './process-types.ts'
import { neededSignal } from './signals.ts'
import type { ContainerState } from './types.ts'

/** The parts of a container that its init is made of. */
export interface InitSource {
  id: string
  logPath: string | null
  state(): ContainerState
  wait(options: { signal?: AbortSignal }): Promise<ExitInfo>
}

export async function processesOf(
  context: RuntimeContext,
  container: InitSource,
): Promise<ContainerProcess[]> {
  const state = container.state()
  const init = context.reader.record(container.id)
  if (!init) return []
  const spec = asSpec(await baseProcess(context, state))
  return [initProcess(context, container, init, spec), ...addedProcesses(context, container.id, init)]
}

/** Throws NotChildProcess and ProcessNotExited. */
export function removeProcess(context: RuntimeContext, id: string, pid: number): void {
  const init = context.reader.record(id)
  if (!init) throw notFound(id)
  const ofPid = addedProcesses(context, id, init).filter((process) => process.systemPid() === pid)
  // A pid may have been used twice; the one that lives has it now.
  const process = ofPid.find((one) => one.exit() === null) ?? ofPid[0]
  if (!process) {
    throw new RuncError('NotChildProcess', `The process ${pid} was not added to “${id}”.`)
  }
  if (process.exit() === null) {
    throw new RuncError('ProcessNotExited', `The process ${pid} of “${id}” has not ended yet.`)
  }
  if (process instanceof AttachedProcess) context.processes.remove(process)
  else removeDetached(context, process)
}

function addedProcesses(
  context: RuntimeContext,
  id: string,
  init: ProcessIdentity,
): (AttachedProcess | ReturnType<typeof listDetached>[number])[] {
  const attached = context.processes.of(id, init)
  // Without a pid it is just being started, perhaps by another runtime.
  const detached = listDetached(context, id, init).filter((process) => process.systemPid() !== null)
  return [...attached, ...detached].toSorted((one, other) => one.startedAt - other.startedAt)
}

function initProcess(
  context: RuntimeContext,
  container: InitSource,
  init: ProcessIdentity,
  spec: ProcessSpec,
): ContainerProcess {
  const { pid } = init
  return {
    id: 'init',
    kind: 'init',
    spec,
    logPath: container.logPath,
    pid: () => (isAlive(init) ? pid : null),
    systemPid: () => pid,
    exit: () => {
      if (isAlive(init)) return null
      const state = context.reader.read(container.id)
      return state?.exit ? asExit(state.exit) : null
    },
    signal: (signal) => {
      const number = neededSignal(signal)
      if (sendSignal(init, number)) return
      throw new RuncError('ContainerExited', `“${container.id}” has already ended.`)
    },
    wait: async (options = {}) => asExit(await container.wait(options)),
  }
}

function asExit({ code, signal }: ExitInfo): { code: number | null; signal: string | null; error: null } {
  return { code, signal, error: null }
}

/** An OCI process has more than we know of; that stays in it. */
function asSpec(process: Record<string, unknown>): ProcessSpec {
  const { args } = process
  return {
    ...process,
    args: Array.isArray(args) ? args.filter((argument) => typeof argument === 'string') : [],
  }
}
