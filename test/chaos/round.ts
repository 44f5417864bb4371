// One round: a few operations at once, a strike in the middle of them, and what that makes of the expectations.
import { setTimeout as delay } from 'node:timers/promises'
import { EngineError } from '../../src-shared/client.ts'
import type { ContainerStatus } from '../../src-shared/model.ts'
import type { EngineHandle } from './engine.ts'
import { blur, criuVerbs, foresee, makesSense, perform, settle, verbWeights } from './operations.ts'
import type { Verb } from './operations.ts'
import { chooseProgram, layBundle } from './programs.ts'
import type { Random } from './random.ts'
import { expectContainer, withTime } from './world.ts'
import type { Expectation, World } from './world.ts'

export type Task = { id: string } & (
  { verb: Verb; marker: string } | { verb: 'create'; bundle: string } | { verb: 'sample' }
)

export type Outcome = { kind: 'answered' } | { kind: 'cut off' } | { kind: 'refused'; error: EngineError }

const population = { least: 4, most: 12 } as const

/** Nothing takes as long as this. */
const longestMs = 45_000

/** What a sample does: it counts, and ends with 0 when it is asked to. */
const sampleProgram = {
  kind: 'steady',
  args: [],
  terminal: false,
  ends: null,
  endsOnTerm: 0,
  lines: null,
} as const

/** The tasks of a round, with what they need laid out. `numbers` names what is new. */
export function chooseTasks(
  world: World,
  folder: string,
  numbers: { next: () => number },
  count: number,
  random: Random,
  hasCriu: boolean,
): Task[] {
  const ours = [...world.containers.values()].filter(({ isForeign }) => !isForeign)
  // Several at once on the same one.
  const favourite = ours.length > 0 && random.chance(0.2) ? random.pick(ours) : null
  const tasks: Task[] = []
  for (let index = 0; index < count; index += 1) {
    const isFew = ours.length < population.least
    const isNew = favourite === null && ours.length < population.most && (isFew || random.chance(0.2))
    if (isNew || ours.length === 0) tasks.push(chooseCreation(world, folder, numbers.next(), random))
    else tasks.push(chooseVerb(favourite ?? random.pick(ours), numbers.next(), random, hasCriu))
  }
  return tasks
}

function chooseCreation(world: World, folder: string, number: number, random: Random): Task {
  if (random.chance(0.1)) {
    const id = `sample-${number}`
    expectContainer(world, id, { ...sampleProgram, args: [] }, { ownsBundle: true })
    return { verb: 'sample', id }
  }
  const program = chooseProgram(random)
  const id = `${program.kind}-${number}`
  expectContainer(world, id, program)
  return { verb: 'create', id, bundle: layBundle(folder, id, program) }
}

function chooseVerb(target: Expectation, number: number, random: Random, hasCriu: boolean): Task {
  const { id, damages } = target
  // Nothing but to delete it is left for one whose state cannot be read.
  const verb = damages.has('state') ? 'remove' : random.weighted(likely(target, random, hasCriu))
  return { verb, id, marker: String(9_000_000 + number) }
}

function likely(target: Expectation, random: Random, hasCriu: boolean): Record<Verb, number> {
  // Restored, a damaged one is whole again in some respects and in others not.
  const isFit = hasCriu && target.damages.size === 0
  const without = Object.fromEntries(isFit ? [] : criuVerbs.map((verb) => [verb, 0]))
  const weights = { ...verbWeights, ...without }
  if (random.chance(0.12)) return weights
  const now = withTime(target, target.statuses)
  const entries = Object.entries(weights).map(([verb, weight]) => {
    return [
      verb,
      [...now].some((status) => makesSense(verb as Verb, new Set([status]))) ? weight : weight / 300,
    ]
  })
  return Object.fromEntries(entries) as Record<Verb, number>
}

/** Begins the task a little later, and tells how it went. */
export async function carryOut(
  engine: EngineHandle,
  world: World,
  task: Task,
  afterMs: number,
): Promise<Outcome> {
  await delay(afterMs)
  const { client } = engine
  const call = async (): Promise<void> => {
    if (task.verb === 'create') await client.call('containers.create', { id: task.id, bundle: task.bundle })
    else if (task.verb === 'sample') await client.call('containers.createSample', { id: task.id })
    else {
      if (task.verb === 'shell') world.shells.add(task.marker)
      const expectation = world.containers.get(task.id)
      if (expectation) foresee(task.verb, expectation)
      await perform(engine, task.verb, task.id, task.marker)
    }
  }
  const limit = delay(longestMs, undefined, { ref: false }).then(() => {
    throw new Error(`${task.verb} of ${task.id} was not answered within ${longestMs / 1000} s.`)
  })
  try {
    await Promise.race([call(), limit])
    return { kind: 'answered' }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return error.code === 'EngineGone' ? { kind: 'cut off' } : { kind: 'refused', error }
  }
}

/** `hit` tells what was killed: where that was a runc or conmon, a refusal needs no other reason. Returns what is wrong. */
export function takeNote(
  world: World,
  tasks: readonly Task[],
  outcomes: readonly Outcome[],
  hit: string,
): { id: string; what: string }[] {
  const wrong: { id: string; what: string }[] = []
  const wasHit = /runc|conmon/.test(hit)
  for (const id of new Set(tasks.map((task) => task.id))) {
    const expectation = world.containers.get(id)
    if (!expectation) continue
    const own = tasks.flatMap((task, index) => {
      const outcome = outcomes[index]
      return task.id === id && outcome ? [{ task, outcome }] : []
    })
    for (const { task, outcome } of own) {
      const what = refusalProblem(task, outcome, expectation, own.length > 1 || wasHit)
      if (what !== null) wrong.push({ id, what })
    }
    note(world, expectation, own)
    if (hit.includes('runc delete') && expectation.presence === 'unsure') expectation.statuses.add('broken')
    const isStartHit = hit.includes('runc start') && own.some(({ task }) => task.verb === 'start')
    if (isStartHit) expectFailedStart(expectation)
  }
  return wrong
}

/** `runc init` waits for its start at a fifo: when that breaks under it, it says so in the log and ends with 1. */
function expectFailedStart({ endings, statuses, damages }: Expectation): void {
  endings.add(1)
  statuses.add('stopped')
  damages.add('log')
}

function note(
  world: World,
  expectation: Expectation,
  own: readonly { task: Task; outcome: Outcome }[],
): void {
  const [first] = own
  if (!first) return
  if (first.task.verb === 'create' || first.task.verb === 'sample') {
    if (first.outcome.kind === 'cut off') expectation.presence = 'unsure'
    // Refused: nothing may be left of it.
    if (first.outcome.kind === 'refused') world.containers.delete(expectation.id)
    return
  }
  const verbs = own.flatMap(({ task }) =>
    task.verb === 'create' || task.verb === 'sample' ? [] : [task.verb],
  )
  if (verbs.includes('sleep') && expectation.isMonitorLost) expectation.isMonitorUnsure = true
  const [only] = verbs
  if (only !== undefined && verbs.length === 1 && first.outcome.kind === 'answered') {
    if (settle(only, expectation) === 'gone') world.containers.delete(expectation.id)
    return
  }
  const isRefused = own.every(({ outcome }) => outcome.kind === 'refused')
  blur(verbs, expectation)
  // A runc that is killed while it deletes may have got as far as the state.
  if (isRefused && expectation.presence === 'unsure') expectation.statuses.add('broken')
}

function refusalProblem(
  task: Task,
  outcome: Outcome,
  { statuses, damages, isMonitorLost }: Expectation,
  hasExcuse: boolean,
): string | null {
  if (outcome.kind !== 'refused') return null
  const { code, message } = outcome.error
  // Its output leads to a conmon that is no more.
  const isCriuExcused = code === 'CriuFailed' && isMonitorLost
  const what = `${task.verb} was refused with ${code}: ${message}`
  if (code === 'Internal' || code === 'Timeout') return what
  if (hasExcuse || isCriuExcused) return null
  if (task.verb === 'create' || task.verb === 'sample') return what
  const possible: ReadonlySet<ContainerStatus> = statuses
  if (damages.has('state') && task.verb !== 'remove') return null
  return makesSense(task.verb, possible) ? what : null
}
