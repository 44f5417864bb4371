// A campaign: rounds of operations and strikes until there were enough, a check after each, and at the end everything is
// deleted and nothing may be left. The same seed makes the same choices; what they meet is up to the moment.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeBundle, makeRootfs } from '../fixtures/bundle.ts'
import { check } from './check.ts'
import type { Checked, Finding } from './check.ts'
import { age, damage, removeFolder } from './damage.ts'
import { rootOf, startEngine } from './engine.ts'
import type { EngineHandle } from './engine.ts'
import { cleanUp } from './ending.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { createReport } from './report.ts'
import type { Report } from './report.ts'
import { carryOut, chooseTasks, takeNote } from './round.ts'
import type { Outcome, Task } from './round.ts'
import { chooseStrike, hitsEngine, strike } from './strikes.ts'
import { findProcesses, isLiving } from './truth.ts'
import { createWorld, expectContainer } from './world.ts'
import type { Expectation, World } from './world.ts'

export interface CampaignOptions {
  seed: number
  operations: number
  /** The engine's stdio entry, built. */
  program: string
  /** Where programs are looked for. */
  searchPath: string
  /** Whether there is a CRIU that works. */
  hasCriu: boolean
  /** Operations of one round; default 5. */
  mostAtOnce?: number
  /** Aborting begins no more rounds; what was made is deleted and looked for all the same. */
  signal?: AbortSignal
  /** Told of each round, for whoever waits. */
  onRound?: (sentence: string) => void
}

/** Operations of a round begin within this time of each other. */
const spreadMs = 25

const usuallyAtOnce = 5

/** What conmon and runc are still at when the engine starts anew, and what that finishes itself. */
const settleMs = 8000

/** A container of somebody else's, which nothing may happen to. */
const foreign = 'foreign'

export async function runCampaign(options: CampaignOptions): Promise<Report> {
  const campaign = new Campaign(options)
  try {
    return await campaign.run()
  } finally {
    await campaign.dispose()
  }
}

class Campaign {
  readonly #options: CampaignOptions
  readonly #folder = mkdtempSync(join(tmpdir(), 'rd-chaos-'))
  readonly #world: World = createWorld()
  readonly #report: Report
  readonly #stranger = spawn('sleep', ['86400'], { stdio: 'ignore' })
  #engine: EngineHandle | null = null
  #lastNumber = 0
  /** What an operation takes on this machine at this time. */
  #paceMs = 0

  constructor(options: CampaignOptions) {
    this.#options = options
    this.#report = createReport(options)
  }

  async run(): Promise<Report> {
    makeRootfs(join(this.#folder, 'rootfs'))
    this.#runForeign()
    await this.#measurePace()
    for (let round = 1; this.#goesOn(); round += 1) {
      await this.#round(round, createRandom(this.#options.seed, round))
    }
    const engine = await this.#started()
    const left = await cleanUp(engine, this.#world, this.#folder, () => this.#restarted())
    await this.#engine?.close()
    this.#engine = null
    this.#blame('the end', left)
    this.#checkStrangers('the end')
    return this.#report
  }

  #goesOn(): boolean {
    const { operations, signal } = this.#options
    return this.#report.operations < operations && signal?.aborted !== true
  }

  /** Ends what is left after a failure, too. */
  async dispose(): Promise<void> {
    await this.#engine?.kill()
    const root = rootOf(this.#folder)
    for (const id of this.#world.ids) {
      spawnSync('runc', ['--root', root, 'delete', '--force', id], { stdio: 'ignore' })
    }
    // Where runc cannot read a state any more.
    for (const { pid, containerId } of findProcesses(this.#folder)) {
      if (containerId !== null && isLiving(pid)) process.kill(pid, 'SIGKILL')
    }
    this.#stranger.kill('SIGKILL')
    if (this.#report.violations.length === 0) removeFolder(this.#folder)
  }

  async #round(round: number, random: Random): Promise<void> {
    const engine = await this.#started()
    const world = this.#world
    const left = this.#options.operations - this.#report.operations
    const count = Math.min(left, 1 + random.below(this.#options.mostAtOnce ?? usuallyAtOnce))
    const tasks = chooseTasks(
      world,
      this.#folder,
      { next: () => (this.#lastNumber += 1) },
      count,
      random,
      this.#options.hasCriu,
    )
    const plan = chooseStrike(this.#paceMs * (1 + tasks.length), random)
    const offsets = tasks.map(() => random.below(spreadMs))
    const working = tasks.map((task, index) => carryOut(engine, world, task, offsets[index] ?? 0))
    const [hit, outcomes] = await Promise.all([
      strike(plan, engine, world, this.#folder, random),
      Promise.all(working),
    ])
    const story = this.#tell(round, tasks, outcomes, hit)
    this.#report.count(tasks, outcomes, plan.kind)
    if (/internal|TypeError|Error:/i.test(engine.said())) {
      this.#blame(story, [{ id: null, what: `the engine said: ${engine.said().trim()}` }])
    }
    this.#blame(story, takeNote(world, tasks, outcomes, hit))
    if (hitsEngine(plan.kind)) {
      this.#engine = null
      world.shells.clear()
      const harm = await this.#harm(tasks, random)
      await this.#settle(`${story}${harm}`)
    } else await this.#settle(story)
    this.#checkStrangers(story)
  }

  /** Some time passes, and something breaks, before the next engine starts. */
  async #harm(tasks: readonly Task[], random: Random): Promise<string> {
    const busy = new Set(tasks.map(({ id }) => id))
    const targets = [...this.#world.containers.values()].filter(({ id }) => !busy.has(id))
    const pid = this.#stranger.pid ?? 0
    const harm = random.chance(0.35) ? damage(this.#folder, this.#world, targets, pid, random) : null
    if (harm !== null) this.#report.damaged(harm)
    if (random.chance(0.25)) {
      // Long enough for conmon and runc to come to an end of what they were at.
      await delay(300)
      age(this.#folder)
    }
    return harm === null ? '' : `; damaged: ${harm}`
  }

  /** Looks until all is as it must be; what is not after a time is a violation. */
  async #settle(story: string): Promise<void> {
    const engine = await this.#started()
    const until = Date.now() + settleMs
    for (;;) {
      const checked = await check(engine, this.#world, this.#folder)
      if (checked.findings.length === 0 || Date.now() > until) {
        this.#blame(story, checked.findings)
        this.#accept(checked)
        return
      }
      await delay(25)
    }
  }

  /** Whatever was found is what is to be from now on. */
  #accept({ truth, rows }: Checked): void {
    for (const expectation of this.#world.containers.values()) {
      const { id, damages } = expectation
      const row = rows.get(id)
      if (!truth.files.root.includes(id) || row === undefined) {
        this.#world.containers.delete(id)
        continue
      }
      expectation.presence = 'sure'
      if (damages.has('state')) continue
      expectation.statuses = new Set([row.status])
      expectation.pid = row.pid
      if (row.exit !== null) expectation.endings = new Set([row.exit.code])
      else this.#forgetEndings(expectation)
    }
  }

  /** It lives: what might have ended it has not. A trap may take its time. */
  #forgetEndings(expectation: Expectation): void {
    const { program, endings } = expectation
    const possible = [program.ends, endings.has(program.endsOnTerm) ? program.endsOnTerm : null]
    expectation.endings = new Set(possible.filter((code) => code !== null))
  }

  #blame(story: string, findings: readonly Finding[]): void {
    for (const { id, what } of findings) {
      if (this.#report.blame(story, id, what)) this.#options.onRound?.(`VIOLATION ${id ?? ''} ${what}`)
    }
  }

  #tell(round: number, tasks: readonly Task[], outcomes: readonly Outcome[], hit: string): string {
    const parts = tasks.map((task, index) => {
      const outcome = outcomes[index]
      const how = outcome?.kind === 'refused' ? `refused: ${outcome.error.code}` : (outcome?.kind ?? '')
      return `${task.verb} ${task.id} (${how})`
    })
    const story = `round ${round}: ${parts.join(', ')}; killed: ${hit === '' ? 'nobody' : hit}`
    this.#report.remember(tasks, story)
    this.#options.onRound?.(story)
    return story
  }

  #checkStrangers(story: string): void {
    if (this.#stranger.exitCode === null && this.#stranger.signalCode === null) return
    this.#blame(story, [{ id: null, what: 'a stranger was killed for having a pid' }])
  }

  /** The moments to strike at lie within what operations take, on a slow machine as on a fast one. */
  async #measurePace(): Promise<void> {
    const { client, keyOf } = await this.#started()
    const key = keyOf('pace')
    const bundle = makeBundle(join(this.#folder, 'bundles/pace'), { rootfs: join(this.#folder, 'rootfs') })
    const began = performance.now()
    await client.call('containers.create', { id: 'pace', bundle })
    await client.call('containers.start', { key })
    await client.call('containers.delete', { key, force: true })
    this.#paceMs = (performance.now() - began) / 2
  }

  async #started(): Promise<EngineHandle> {
    this.#engine ??= await startEngine(this.#options, this.#folder)
    return this.#engine
  }

  async #restarted(): Promise<EngineHandle> {
    await this.#engine?.close()
    this.#engine = null
    return this.#started()
  }

  #runForeign(): void {
    const bundle = makeBundle(join(this.#folder, 'bundles', foreign), {
      rootfs: join(this.#folder, 'rootfs'),
      edit: (config) => (config.linux.cgroupsPath = `/runc-desktop-test-${process.pid}/${foreign}`),
    })
    const args = ['--root', rootOf(this.#folder), 'run', '--detach', '--bundle', bundle, foreign]
    const { status } = spawnSync('runc', args, { stdio: 'ignore' })
    if (status !== 0) throw new Error('runc itself cannot run a container here.')
    const program = {
      kind: 'steady',
      args: [],
      terminal: false,
      ends: null,
      endsOnTerm: null,
      lines: null,
    } as const
    const about = { isForeign: true, statuses: new Set(['running'] as const) }
    expectContainer(this.#world, foreign, { ...program, args: [] }, about)
  }
}
