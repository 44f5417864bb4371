// Checks of limits before runc sees them: it ends in a panic on a null, and takes unknown names for nothing. One table.
import type { Ability } from './capabilities.ts'
import { RuncError } from './errors.ts'
import type { ResourceChanges } from './resource-types.ts'

interface Rule {
  /** What is wrong with a value, to follow the name; null when nothing is. */
  problem: (value: unknown) => string | null
  needs?: Ability
  /** The only cgroup version that has it. */
  only?: 'v1' | 'v2'
}

/** The kernel's largest limit that a double holds exactly; from 2^53 on digits would be lost on the way. */
const largest = Number.MAX_SAFE_INTEGER

const atLeast = (least: number, most = largest, unit = ''): Rule['problem'] => {
  const range = most === largest ? `at least ${least}${unit}` : `${least} to ${most}${unit}`
  return (value) => (isWhole(value, least, most) ? null : `must be a whole number, ${range}`)
}
const limit = (least: number, unit = ''): Rule['problem'] => {
  return (value) =>
    value === -1 || isWhole(value, least, largest)
      ? null
      : `must be a whole number, at least ${least}${unit}, or -1 for no limit`
}
/** runc, all versions, leaves this limit alone when it is told 0, by flag and by JSON, and says that all went well. */
const realtime: Rule['problem'] = (value) =>
  value === 0 ? 'cannot be set to 0: runc takes that for “unchanged”' : limit(1, ' µs')(value)
const yesOrNo: Rule['problem'] = (value) => (typeof value === 'boolean' ? null : 'must be true or false')
/** Lists such as `0-3,7`, as the kernel writes them. */
const list: Rule['problem'] = (value) =>
  typeof value === 'string' && /^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(value)
    ? null
    : 'must be a list such as 0-3,7'
const schema: Rule['problem'] = (value) =>
  typeof value === 'string' && /^[A-Z0-9]+:\d+=[^;\n]+(;\d+=[^;\n]+)*$/.test(value.trim())
    ? null
    : 'must be a schema such as L3:0=f;1=f0'

const rules: Record<string, Record<string, Rule>> = {
  memory: {
    limit: { problem: limit(1, ' bytes') },
    reservation: { problem: limit(1, ' bytes') },
    swap: { problem: limit(1, ' bytes') },
    checkBeforeUpdate: { problem: yesOrNo, needs: 'update memory.checkBeforeUpdate' },
  },
  cpu: {
    shares: { problem: atLeast(2, 262_144) },
    quota: { problem: limit(1000, ' µs') },
    period: { problem: atLeast(1000, 1_000_000, ' µs') },
    burst: { problem: atLeast(0, largest, ' µs'), needs: 'update cpu.burst' },
    idle: { problem: atLeast(0, 1), needs: 'update cpu.idle' },
    realtimeRuntime: { problem: realtime, only: 'v1' },
    realtimePeriod: { problem: atLeast(1, largest, ' µs'), only: 'v1' },
    cpus: { problem: list },
    mems: { problem: list },
  },
  pids: { limit: { problem: limit(1) } },
  blockIO: { weight: { problem: atLeast(10, 1000) } },
  intelRdt: {
    l3CacheSchema: { problem: schema, needs: 'update --l3-cache-schema' },
    memBwSchema: { problem: schema, needs: 'update --mem-bw-schema' },
  },
}

/** A file of the unified hierarchy: `controller.name`, no path. */
export const unifiedName = /^[a-z_]+(\.[A-Za-z0-9_]+)+$/

/** Throws InvalidArgument for what is wrong, NotSupported for what cannot be had here. */
export function checkChanges(
  changes: ResourceChanges,
  facts: { isUnified: boolean; need: (ability: Ability) => void },
): void {
  const given: unknown = changes
  if (!isObject(given)) throw invalid('The new limits must be an object.')
  let count = 0
  for (const [group, members] of Object.entries(given)) {
    if (members === undefined) continue
    if (!isObject(members)) throw invalid(`“${group}” of the new limits must be an object.`)
    for (const [name, value] of Object.entries(members)) {
      if (value === undefined) continue
      count += 1
      if (group === 'unified') checkUnified(name, value, facts.isUnified)
      else checkOne(`${group}.${name}`, rules[group]?.[name], value, facts)
    }
  }
  if (count === 0) throw invalid('There is no limit to change.')
  const memory = changes.memory?.limit
  const swap = changes.memory?.swap
  if (memory !== undefined && swap !== undefined && swap !== -1 && (memory === -1 || swap < memory)) {
    throw invalid('memory.swap counts memory and swap together: it cannot be below memory.limit.')
  }
}

function checkOne(
  name: string,
  rule: Rule | undefined,
  value: unknown,
  { isUnified, need }: { isUnified: boolean; need: (ability: Ability) => void },
): void {
  if (!rule) throw invalid(`“${name}” cannot be changed on a living container.`)
  const problem = rule.problem(value)
  if (problem !== null) throw invalid(`${name} ${problem}.`)
  if (rule.needs) need(rule.needs)
  if (rule.only === 'v1' && isUnified) throw new RuncError('NotSupported', `cgroup v2 has no ${name}.`)
}

function checkUnified(name: string, value: unknown, isUnified: boolean): void {
  if (!unifiedName.test(name) || typeof value !== 'string' || value === '') {
    throw invalid(`unified.${name} must be text for a file such as memory.high.`)
  }
  if (isUnified) return
  throw new RuncError('NotSupported', `unified.${name} needs cgroup v2; this machine has v1.`)
}

function invalid(message: string): RuncError {
  return new RuncError('InvalidArgument', message)
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
