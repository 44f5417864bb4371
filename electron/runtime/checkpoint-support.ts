// Whether checkpoints can work here: asked of CRIU itself (`criu check`), once, until the programs are looked for
// again.
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { release } from 'node:os'
import type { Tool } from '../../src-shared/model.ts'
import type { Capabilities } from './capabilities.ts'
import type { CheckpointSupport, FeatureSupport } from './checkpoint-types.ts'
import { criuWords } from './criu-log.ts'
import { RuncError } from './errors.ts'
import { runProgram } from './program.ts'
import { parseVersion } from './tools.ts'

/** `criu check` takes some 20 ms; it loads kernel modules at worst. */
const checkTimeoutMs = 15_000

export interface ProbeEnvironment {
  capabilities: () => Capabilities
  /** criu as it was found; undefined when the programs were never looked for. */
  criu: () => Tool | undefined
  environment: () => Record<string, string>
  /** A name for a file of one operation. */
  operationFile: (kind: string) => string
}

interface Finding {
  support: CheckpointSupport
  /** The error of those who go on all the same. */
  code: 'CriuMissing' | 'CriuFailed' | 'NotSupported'
}

interface Answer {
  isGood: boolean
  /** All that it said. */
  text: string
}

export class CriuProbe {
  readonly #environment: ProbeEnvironment
  #finding: Promise<Finding> | null = null

  constructor(environment: ProbeEnvironment) {
    this.#environment = environment
  }

  /** Forgets what it knows: the programs may be others now. */
  forget(): void {
    this.#finding = null
  }

  /** Never rejects for what is missing: that is its answer. */
  async support(): Promise<CheckpointSupport> {
    return (await this.#found()).support
  }

  /** Throws CriuMissing, CriuFailed or NotSupported with the sentence that says why. */
  async require(needs: { preDump: boolean; lazyPages: boolean }): Promise<void> {
    const { support, code } = await this.#found()
    if (!support.isSupported) throw new RuncError(code, support.reason ?? '')
    const missing = [needs.preDump ? support.preDump : null, needs.lazyPages ? support.lazyPages : null].find(
      (ability) => ability?.isSupported === false,
    )
    if (missing) throw new RuncError('CriuMissing', missing.reason ?? '')
  }

  #found(): Promise<Finding> {
    this.#finding ??= this.#check()
    return this.#finding
  }

  async #check(): Promise<Finding> {
    const tool = this.#environment.criu()
    if (!tool?.path) {
      const advice = tool?.installCommand ? ` It is installed with: ${tool.installCommand}` : ''
      return none('CriuMissing', null, `Checkpoints need CRIU, which was not found.${advice}`)
    }
    const { path } = tool
    const version = tool.version ?? parseVersion((await this.#ask(path, ['--version'])).text)
    const criu = { path, version }
    const checked = await this.#ask(path, ['check'])
    const name = `CRIU${version === null ? '' : ` ${version}`}`
    if (!checked.isGood) {
      return none(
        'CriuFailed',
        criu,
        `${name} cannot work on this kernel (${release()}): ${causeOf(checked)}.`,
      )
    }
    if (!this.#environment.capabilities().has('checkpoint')) {
      return none('NotSupported', criu, 'The installed runtime is one that takes no checkpoints.')
    }
    const [preDump, lazyPages] = await Promise.all([
      this.#feature(
        path,
        'mem_dirty_track',
        `Pre-dumps and parents need a kernel that tracks changed pages (CONFIG_MEM_SOFT_DIRTY); ${release()} does not.`,
      ),
      this.#feature(path, 'uffd-noncoop', `Lazy pages need a userfaultfd that ${release()} does not have.`),
    ])
    const support = { isSupported: true, reason: null, criu, preDump, lazyPages }
    return { support, code: 'NotSupported' }
  }

  async #feature(path: string, feature: string, reason: string): Promise<FeatureSupport> {
    const { isGood } = await this.#ask(path, ['check', '--feature', feature])
    return isGood ? { isSupported: true, reason: null } : { isSupported: false, reason }
  }

  async #ask(file: string, args: string[]): Promise<Answer> {
    const errors = this.#environment.operationFile('log')
    const descriptor = openSync(errors, 'a', 0o600)
    try {
      const result = await runProgram({
        file,
        args,
        environment: this.#environment.environment(),
        timeoutMs: checkTimeoutMs,
        gatherOutput: true,
        errorDescriptor: descriptor,
      })
      const text = `${result.output}\n${readFileSync(errors, 'utf8')}`
      const isGood = result.outcome === 'ended' && result.exitCode === 0
      return { isGood, text: result.outcome === 'timeout' ? 'it gave no answer' : text }
    } finally {
      closeSync(descriptor)
      rmSync(errors, { force: true })
    }
  }
}

/** The first line that says what is wrong, else the last that says anything. */
function causeOf({ text }: Answer): string {
  const last = text.trim().split('\n').at(-1) ?? ''
  return criuWords(text).cause ?? (last === '' ? 'it gives no reason' : last.replace(/\.$/, ''))
}

function none(code: Finding['code'], criu: CheckpointSupport['criu'], reason: string): Finding {
  const ability: FeatureSupport = { isSupported: false, reason }
  return { code, support: { ...ability, criu, preDump: ability, lazyPages: ability } }
}
