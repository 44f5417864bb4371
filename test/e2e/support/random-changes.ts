// What may be done next to a container from outside, what state it is in then, and a choice of it by a seed.

export type Status = 'created' | 'running' | 'paused' | 'stopped'

export interface Change {
  verb: string
  /** Weight among what is possible. */
  weight: number
  /** Null: gone. */
  after: Status | null
}

/** What can be done to a container in this state. */
export type Rules = (status: Status | null) => readonly Change[]

/** Plain runc's: a paused container is resumed first, since under cgroup v1 it does not die before. */
export const runcRules: Rules = (status) => {
  const remove: Change = { verb: 'delete', weight: 1, after: null }
  const kill: Change = { verb: 'kill', weight: 1, after: 'stopped' }
  if (status === null) {
    return [
      { verb: 'create', weight: 1, after: 'created' },
      { verb: 'run', weight: 1, after: 'running' },
    ]
  }
  if (status === 'created') return [{ verb: 'start', weight: 6, after: 'running' }, kill, remove]
  if (status === 'running') return [{ verb: 'pause', weight: 6, after: 'paused' }, kill, remove]
  if (status === 'paused') return [{ verb: 'resume', weight: 1, after: 'running' }]
  return [remove]
}

/** A manager's; `afterKill` is null where it takes what has ended out of runc's root. */
export function managerRules(afterKill: 'stopped' | null): Rules {
  return (status) => {
    const remove: Change = { verb: 'remove', weight: 1, after: null }
    if (status === null) return [{ verb: 'run', weight: 1, after: 'running' }]
    if (status === 'paused') return [{ verb: 'resume', weight: 1, after: 'running' }]
    if (status === 'stopped') return [remove]
    return [
      { verb: 'pause', weight: 2, after: 'paused' },
      { verb: 'kill', weight: 1, after: afterKill },
      remove,
    ]
  }
}

/** Mulberry32: small, and the same everywhere. */
export function randomBy(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}

export function pickChange(random: () => number, changes: readonly Change[]): Change {
  return pick(
    random,
    changes.flatMap((change) => Array.from({ length: change.weight }, () => change)),
  )
}
