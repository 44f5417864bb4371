// Bad luck: KILL for the engine, for a conmon, for a runc at work, at a random moment.
import { setTimeout as delay } from 'node:timers/promises'
import type { EngineHandle } from './engine.ts'
import type { Random } from './random.ts'
import { findProcesses, isConmon, isRuncVerb, subjectOf } from './truth.ts'
import type { ProcessFacts } from './truth.ts'
import type { World } from './world.ts'

export type StrikeKind = 'engine' | 'conmon' | 'runc' | 'engine and conmon' | 'engine and runc' | 'none'

export const strikeWeights: Record<StrikeKind, number> = {
  engine: 12,
  conmon: 1,
  runc: 3,
  'engine and conmon': 1,
  'engine and runc': 3,
  none: 2,
}

/** How long a runc to kill is waited for. */
const findMs = 60

export interface Strike {
  kind: StrikeKind
  afterMs: number
}

/** `longestMs` is about the time that the operations take. */
export function chooseStrike(longestMs: number, random: Random): Strike {
  const kind = random.weighted(strikeWeights)
  return { kind, afterMs: Math.round(random.fraction() * longestMs) }
}

export function hitsEngine(kind: StrikeKind): boolean {
  return kind.startsWith('engine')
}

/** What was hit, in words; the world knows then whose monitor is lost. */
export async function strike(
  { kind, afterMs }: Strike,
  engine: EngineHandle,
  world: World,
  folder: string,
  random: Random,
): Promise<string> {
  await delay(afterMs)
  const hit: string[] = []
  if (kind.endsWith('runc')) hit.push(await killRunc(folder, random))
  if (kind.endsWith('conmon')) hit.push(killConmon(folder, world, random))
  if (hitsEngine(kind)) {
    await engine.kill()
    hit.push('the engine')
  }
  return hit.join(' and ')
}

async function killRunc(folder: string, random: Random): Promise<string> {
  const until = Date.now() + findMs
  for (;;) {
    const working = findProcesses(folder).filter((process) => isRuncVerb(process))
    if (working.length > 0) {
      const target = random.pick(working)
      return kill(target) ? `runc ${verbOf(target)}` : 'a runc that had ended'
    }
    if (Date.now() > until) return 'no runc'
    await delay(1)
  }
}

function killConmon(folder: string, world: World, random: Random): string {
  const monitors = findProcesses(folder).filter((process) => isConmon(process) && !process.isZombie)
  if (monitors.length === 0) return 'no conmon'
  const target = random.pick(monitors)
  const id = subjectOf(target)
  if (!kill(target)) return 'a conmon that had ended'
  const expectation = world.containers.get(id)
  if (expectation) expectation.isMonitorLost = true
  return `the conmon of ${id}`
}

function verbOf({ arguments: words }: ProcessFacts): string {
  return words.find((word) => /^[a-z]+$/.test(word) && word !== 'json' && word !== 'text') ?? ''
}

function kill({ pid }: ProcessFacts): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    // ESRCH: it was faster.
    return false
  }
}
