// The operations that a campaign is made of: how each is called, and what may be true afterwards, whether it was
// answered, refused or cut off.
import type { ContainerStatus } from '../../src-shared/model.ts'
import { plainShell } from '../../src-shared/plain-shell.ts'
import type { EngineHandle } from './engine.ts'
import { withTime } from './world.ts'
import type { Expectation } from './world.ts'

export type Verb =
  | 'start'
  | 'pause'
  | 'resume'
  | 'kill'
  | 'term'
  | 'stop'
  | 'delete'
  | 'remove'
  | 'shell'
  /** A checkpoint that leaves it as it is. */
  | 'checkpoint'
  /** A checkpoint that ends it, and its restore in place. */
  | 'sleep'

/** How likely each is, so that most containers come to run before they end. */
export const verbWeights: Record<Verb, number> = {
  start: 6,
  pause: 3,
  resume: 3,
  kill: 2,
  term: 2,
  stop: 2,
  delete: 2,
  remove: 2,
  shell: 3,
  checkpoint: 3,
  sleep: 3,
}

/** Those that need a CRIU that works. */
export const criuVerbs: readonly Verb[] = ['checkpoint', 'sleep']

/** A container that is asked to stop gets this long. */
const graceMs = 150

/** Which of them make sense, by state; the others are asked for too, only more rarely. */
const sense: Record<Verb, readonly ContainerStatus[]> = {
  start: ['created'],
  pause: ['running'],
  resume: ['paused'],
  kill: ['created', 'running', 'paused'],
  term: ['running'],
  stop: ['running', 'paused'],
  delete: ['created', 'stopped'],
  remove: ['created', 'running', 'paused', 'stopped', 'broken'],
  shell: ['running'],
  checkpoint: ['running', 'paused'],
  sleep: ['running', 'paused'],
}

export function makesSense(verb: Verb, statuses: ReadonlySet<ContainerStatus>): boolean {
  return [...statuses].every((status) => sense[verb].includes(status))
}

/** `marker` names the program of a shell, or a checkpoint. */
export async function perform(engine: EngineHandle, verb: Verb, id: string, marker: string): Promise<void> {
  const { client } = engine
  const key = engine.keyOf(id)
  switch (verb) {
    case 'start':
      await client.call('containers.start', { key })
      return
    case 'pause':
      await client.call('containers.pause', { key })
      return
    case 'resume':
      await client.call('containers.resume', { key })
      return
    case 'kill':
      await client.call('containers.kill', { key, signal: 'KILL' })
      return
    case 'term':
      await client.call('containers.kill', { key, signal: 'TERM' })
      return
    case 'stop':
      await client.call('containers.stop', { key, graceMs })
      return
    case 'delete':
    case 'remove':
      await client.call('containers.delete', { key, force: verb === 'remove' })
      return
    case 'shell':
      await client.call('terminals.open', {
        key,
        request: { ...plainShell, args: ['sleep', marker] },
        columns: 80,
        rows: 24,
      })
      return
    case 'checkpoint':
      await client.call('checkpoints.take', { key, request: { name: marker, leaveRunning: true } })
      return
    case 'sleep':
      await client.call('checkpoints.take', { key, request: { name: marker, leaveRunning: false } })
      await client.call('checkpoints.restore', { key, name: marker, id: null, request: {} })
  }
}

const killed = 137

/** With what `runc init`, which waits for the start in a created container, ends upon TERM. */
const waitingEndsWith = [2, 143]

/** What the operation may have made of the container by the time that it was answered; empty: it is gone. */
function after(verb: Verb, { statuses, program }: Expectation): ContainerStatus[] {
  switch (verb) {
    case 'start':
    case 'resume':
    case 'sleep':
      return ['running']
    case 'pause':
      return ['paused']
    case 'kill':
    case 'stop':
      return ['stopped']
    case 'term':
      // It may not have set its trap yet: the kernel keeps such a signal from a first process.
      return program.endsOnTerm === null && !statuses.has('created')
        ? [...statuses]
        : [...statuses, 'stopped']
    case 'delete':
    case 'remove':
      return []
    case 'shell':
    case 'checkpoint':
      break
  }
  return [...statuses]
}

/** Takes note of the codes with which an operation may end it. Before it is called: it may work without being answered. */
export function foresee(verb: Verb, expectation: Expectation): void {
  const { endings, program, statuses } = expectation
  const waiting = statuses.has('created') ? waitingEndsWith : []
  const codes: Partial<Record<Verb, (number | null)[]>> = {
    kill: [killed],
    remove: [killed],
    delete: statuses.has('created') ? [killed] : [],
    term: [program.endsOnTerm, ...waiting],
    stop: [killed, program.endsOnTerm, ...waiting],
    sleep: [killed],
  }
  for (const code of codes[verb] ?? []) if (code !== null) endings.add(code)
  // What CRIU ended waits in its checkpoint, and has no code.
  if (verb === 'sleep') endings.add(null)
}

/** Answered, and nothing else was done to the container meanwhile. */
export function settle(verb: Verb, expectation: Expectation): 'gone' | 'there' {
  const statuses = after(verb, expectation)
  if (statuses.length === 0) return 'gone'
  expectation.statuses = withTime(expectation, statuses)
  return 'there'
}

/** Cut off, failed for a reason of its own, or one of several at once: it is as before, or as after any of them. */
export function blur(verbs: readonly Verb[], expectation: Expectation): void {
  const all = new Set(expectation.statuses)
  // In any order, one after the other.
  for (let round = 0; round < verbs.length; round += 1) {
    for (const verb of verbs) {
      for (const status of after(verb, { ...expectation, statuses: all })) all.add(status)
      // Frozen and thawed while it is dumped: a CRIU that was killed leaves it as it was at that moment.
      if (criuVerbs.includes(verb) && (all.has('running') || all.has('paused'))) {
        all.add('paused')
        all.add('running')
      }
      if (verb !== 'delete' && verb !== 'remove' && verb !== 'sleep') continue
      expectation.presence = 'unsure'
      if (verb === 'sleep') all.add('stopped')
      if (verb === 'remove' || all.has('created')) all.add('stopped')
    }
  }
  // A start of what has not begun, whoever asked for it.
  expectation.statuses = withTime(expectation, all)
}
