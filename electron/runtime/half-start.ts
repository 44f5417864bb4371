// A start that was broken off: `runc start` reads a byte from exec.fifo, at which init becomes the container's program, and
// then removes the file. Killed in between it leaves a program that runs and a file that says it does not; every later
// `runc start` (1.0 to 1.5) would wait for ever for a byte that nobody writes any more.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RuntimeContext } from './context.ts'
import { RuncError } from './errors.ts'
import { hasEnded, readStat } from './processes.ts'

/** What runc names its init until that becomes the program (its nsexec.c). */
const waitingInit = 'runc:[2:INIT]'

/** Does what is left of such a start. False when there is none, and `runc start` is to be called. */
export function finishStart(context: RuntimeContext, id: string): boolean {
  const fifo = fifoOfHalfStarted(context, id)
  if (fifo === null) return false
  const argv = ['rm', fifo]
  const end = context.commands.begin(argv, id, null)
  try {
    rmSync(fifo, { force: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const message = `“${id}” has begun, but what says that it waits for its start could not be removed: ${reason}.`
    const error = new RuncError('Internal', message, { argv, cause })
    end({ exitCode: null, error })
    throw error
  }
  end({ exitCode: 0, error: null })
  return true
}

function fifoOfHalfStarted({ layout, reader }: RuntimeContext, id: string): string | null {
  const directory = join(layout.root, id)
  const fifo = join(directory, 'exec.fifo')
  // crun has a file of that name too, another state and another name for its init.
  if (!existsSync(fifo) || !existsSync(join(directory, 'state.json'))) return null
  const record = reader.record(id)
  const init = record === null ? null : readStat(record.pid)
  if (record === null || init === null || hasEnded(init, record.startTime)) return null
  return init.command === waitingInit ? null : fifo
}
