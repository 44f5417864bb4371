// A signal to one process of a container, whoever started it: never to another one that has its pid by now, and never to
// one outside. Node has no pidfd: its start time is looked at right before, after all that takes longer.
import type { RuntimeContext } from './context.ts'
import { RuncError, systemCode } from './errors.ts'
import { isMember } from './process-details.ts'
import { hasEnded, readStat } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'
import { neededSignal, signalWord } from './signals.ts'
import type { StateRecord } from './state-file.ts'

/** What a user could type for the same. Throws InvalidArgument. */
export function signalCommand(pid: number, signal: string | number): string[] {
  return ['kill', `-${signalWord(neededSignal(signal))}`, String(pid)]
}

/** Throws InvalidArgument, NotChildProcess, ProcessExited, PermissionDenied. */
export function signalMember(
  { commands, mode }: Pick<RuntimeContext, 'commands' | 'mode'>,
  id: string,
  record: StateRecord,
  identity: ProcessIdentity,
  signal: string | number,
): void {
  const { pid, startTime } = identity
  const number = neededSignal(signal)
  const exited = (): RuncError => new RuncError('ProcessExited', `The process ${pid} of “${id}” has ended.`)
  if (hasEnded(readStat(pid), startTime)) throw exited()
  if (!isMember(record, mode, pid)) {
    throw new RuncError('NotChildProcess', `The process ${pid} does not belong to “${id}”.`)
  }
  const told = commands.begin(signalCommand(pid, number), id, null)
  const refuse = (error: RuncError): never => {
    told({ exitCode: 1, error })
    throw error
  }
  // Once more: the list of its members may have taken a while.
  if (hasEnded(readStat(pid), startTime)) refuse(exited())
  try {
    process.kill(pid, number)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ESRCH') refuse(exited())
    if (code !== 'EPERM') throw error
    refuse(new RuncError('PermissionDenied', `The process ${pid} belongs to a user whom you may not signal.`))
  }
  told({ exitCode: 0, error: null })
}
