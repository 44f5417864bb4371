// Compares the engine's word, the truth of the machine and what is to be expected. What comes out is a sentence for
// everything that is wrong; nothing comes out when all is well.
import type { ContainerSummary } from '../../src-shared/model.ts'
import type { EngineHandle } from './engine.ts'
import { leftoverProblems } from './leftovers.ts'
import { outputProblem, readOutput } from './log-check.ts'
import { isConmon, isLiving, layoutOf, readTruth, subjectOf } from './truth.ts'
import type { Truth } from './truth.ts'
import { withTime } from './world.ts'
import type { Expectation, World } from './world.ts'

export interface Finding {
  /** Null: of no container in particular. */
  id: string | null
  what: string
}

export interface Checked {
  findings: Finding[]
  truth: Truth
  rows: ReadonlyMap<string, ContainerSummary | undefined>
}

export async function check(engine: EngineHandle, world: World, folder: string): Promise<Checked> {
  const { containers, problem } = await engine.client.call('containers.snapshot', {})
  const rows = new Map<string, ContainerSummary | undefined>(containers.map((row) => [row.id, row]))
  const truth = readTruth(folder)
  const findings: Finding[] =
    problem === null ? [] : [{ id: null, what: `The list says: ${problem.message}` }]
  for (const expectation of world.containers.values()) {
    const { id } = expectation
    // Nothing tells the list of a conmon's end but its own look now and then: asked for anew it knows.
    if (expectation.isMonitorLost && rows.has(id)) rows.set(id, await readAnew(engine, id, rows))
    const about = problemsOf(expectation, rows.get(id), truth, folder)
    findings.push(...about.map((what) => ({ id, what })))
  }
  findings.push(...leftoverProblems(world, truth, engine.pid))
  for (const id of rows.keys()) {
    if (world.containers.has(id) || world.ghosts.has(id)) continue
    findings.push({ id, what: 'the engine lists it, but it was deleted' })
  }
  return { findings, truth, rows }
}

async function readAnew(
  { client, keyOf }: EngineHandle,
  id: string,
  rows: ReadonlyMap<string, ContainerSummary | undefined>,
): Promise<ContainerSummary | undefined> {
  return client.call('containers.detail', { key: keyOf(id) }).then(
    ({ summary }) => summary,
    () => rows.get(id),
  )
}

function problemsOf(
  expectation: Expectation,
  row: ContainerSummary | undefined,
  truth: Truth,
  folder: string,
): string[] {
  const { id, presence, damages } = expectation
  const isInRoot = truth.files.root.includes(id)
  if (!isInRoot && row === undefined) {
    return presence === 'unsure' ? [] : ['it is lost: neither runc nor the engine has it']
  }
  if (!isInRoot || row === undefined) {
    return [isInRoot ? 'runc has it and the engine has not' : 'the engine has it and runc has not']
  }
  if (damages.has('state')) return brokenProblems(expectation, row)
  const real = truth.containers.get(id)
  if (!real) {
    const isExpected = expectation.statuses.has('broken') && row.status === 'broken'
    return isExpected ? [] : [`runc cannot read its state, and the engine calls it ${row.status}`]
  }
  return [
    ...statusProblems(expectation, row, real),
    ...monitorProblems(expectation, row, truth),
    ...exitProblems(expectation, row, real.pid),
    ...logProblems(expectation, row, folder),
  ]
}

function brokenProblems({ pid, statuses }: Expectation, row: ContainerSummary): string[] {
  const problems: string[] = []
  if (row.status !== 'broken') problems.push(`its state.json is damaged, but it is ${row.status}`)
  if (row.problem === null) problems.push('its state.json is damaged, and nothing says so')
  const mustLive = pid !== null && pid !== 0 && !statuses.has('stopped')
  if (mustLive && !isLiving(pid)) problems.push(`its process ${pid} is gone`)
  return problems
}

function statusProblems(
  expectation: Expectation,
  row: ContainerSummary,
  real: { status: string; pid: number },
): string[] {
  const problems: string[] = []
  if (row.status !== real.status) problems.push(`the engine calls it ${row.status}, runc ${real.status}`)
  if (row.operation !== null) problems.push(`it is said to be ${row.operation}, and nobody is at it`)
  const pid = row.pid ?? 0
  if (pid !== real.pid && row.status === real.status && !hasDiedFrozen(row, real.pid))
    problems.push(`its pid is ${pid}, runc says ${real.pid}`)
  const allowed: string[] = [...withTime(expectation, expectation.statuses)]
  // Its terminal hangs up, and what it writes fails.
  if (expectation.isMonitorLost) allowed.push('stopped')
  if (!allowed.includes(real.status)) problems.push(`it is ${real.status} instead of ${allowed.join(' or ')}`)
  return problems
}

function monitorProblems(expectation: Expectation, row: ContainerSummary, truth: Truth): string[] {
  const { id, isForeign, isMonitorLost, isMonitorUnsure, damages } = expectation
  const isOurs = !isForeign && !damages.has('metadata')
  const problems: string[] = []
  if (isOurs !== (row.owner.kind === 'self')) problems.push(`its owner is said to be ${row.owner.kind}`)
  if (isForeign || isMonitorUnsure || row.status === 'stopped') return problems
  const monitors = truth.processes.filter((process) => isConmon(process) && subjectOf(process) === id)
  const inits = monitors.filter(({ isZombie }) => !isZombie)
  if (inits.length !== (isMonitorLost ? 0 : 1)) problems.push(`${inits.length} conmons look after it`)
  if (isOurs && isMonitorLost && row.problem === null) {
    problems.push('its conmon was killed, and nothing says so')
  }
  return problems
}

/** Its cgroup is still frozen, by which runc calls it paused and tells the pid that it had; how it ended is known all the same. */
function hasDiedFrozen(row: ContainerSummary, realPid: number): boolean {
  return row.status === 'paused' && row.pid === null && !isLiving(realPid)
}

function exitProblems(expectation: Expectation, row: ContainerSummary, realPid: number): string[] {
  const { endings, isForeign, isMonitorLost, damages, program } = expectation
  if (row.status !== 'stopped' && !hasDiedFrozen(row, realPid)) {
    return row.exit === null ? [] : ['it has not ended, but has an exit code']
  }
  // Of such a one the engine knows but that it ended.
  const isUnknowable = isForeign || isMonitorLost || damages.has('exit') || damages.has('metadata')
  if (row.exit === null) return isForeign ? [] : ['it has ended, and how is still not told']
  const { code } = row.exit
  if (code === null) return isUnknowable || endings.has(null) ? [] : ['its exit code is lost']
  if (endings.has(code) || (isMonitorLost && code === program.ends)) return []
  const known = [...endings].join(' or ')
  return [`its exit code is ${code} instead of ${known === '' ? 'none' : known}`]
}

function logProblems(expectation: Expectation, row: ContainerSummary, folder: string): string[] {
  const { id, program, isForeign, isMonitorLost, damages, ownsBundle } = expectation
  if (isForeign || isMonitorLost || ownsBundle || damages.has('log')) return []
  const hasEndedItself = row.status === 'stopped' && row.exit?.code === program.ends
  if (row.status !== 'stopped' && program.kind === 'flood') return []
  const output = readOutput(layoutOf(folder).places(id).directory)
  const problem = outputProblem(output, hasEndedItself ? program.lines : null)
  return problem === null ? [] : [problem]
}
