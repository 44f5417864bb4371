// The programs of this machine and what they can do: looked for once and shared by the runtimes of every root, so that
// one more root costs no process.
import { dirname } from 'node:path'
import { findCapabilities, programName } from './capabilities.ts'
import type { Capabilities } from './capabilities.ts'
import { detectCgroupMode, writableCgroup } from './cgroup.ts'
import type { CgroupMode } from './cgroup.ts'
import { childEnvironment, searchDirectories } from './child-environment.ts'
import { RuncError } from './errors.ts'
import { findTools, parseRuncVersion } from './tools.ts'
import type { FoundTool } from './tools.ts'
import type { RuntimeInfo, RuntimeOptions } from './types.ts'

/** Programs that are not to be found by their own names: by another, or by absolute path. */
interface Wanted {
  runc?: string | undefined
  criu?: string | undefined
}

type About = Omit<RuntimeInfo, 'root' | 'foreignUid' | 'warnings'>

export class Programs {
  readonly directories: readonly string[]
  readonly mode: CgroupMode
  /** Where we may make cgroups, relative to the hierarchies; null where we may not. */
  readonly cgroupBase: string | null
  readonly #wanted: Wanted
  readonly #isRoot: boolean
  #about: About
  #capabilities: Capabilities

  private constructor(
    directories: readonly string[],
    wanted: Wanted,
    found: { tools: readonly FoundTool[]; capabilities: Capabilities },
  ) {
    this.directories = directories
    this.#wanted = wanted
    this.mode = detectCgroupMode()
    this.#isRoot = process.geteuid?.() === 0
    this.cgroupBase = writableCgroup(this.mode, this.#isRoot)
    this.#about = this.#describe(found.tools)
    this.#capabilities = found.capabilities
  }

  /** Asks only those for their version without which nothing works; `recheck` asks all. */
  static async find(options: Pick<RuntimeOptions, 'searchPath' | 'runtime' | 'criu'>): Promise<Programs> {
    const directories = searchDirectories(options.searchPath)
    const wanted = { runc: options.runtime, criu: options.criu }
    const tools = await findTools(directories, 'required', wanted)
    const capabilities = await findCapabilities(programIn(tools), childEnvironment(directories))
    return new Programs(directories, wanted, { tools, capabilities })
  }

  get about(): About {
    return this.#about
  }

  get capabilities(): Capabilities {
    return this.#capabilities
  }

  async recheck(): Promise<void> {
    const tools = await findTools(this.directories, 'all', this.#wanted)
    this.#capabilities = await findCapabilities(programIn(tools), this.environment())
    this.#about = this.#describe(tools)
  }

  environment(): Record<string, string> {
    // runc 1.2 and newer run the first `criu` of PATH.
    const { criu } = this.#wanted
    return childEnvironment([...(criu === undefined ? [] : [dirname(criu)]), ...this.directories])
  }

  /** Its path. Throws `code` with what installs it. */
  needed(name: 'runc' | 'conmon', code: 'RuntimeMissing' | 'MonitorMissing'): string {
    const tool = this.#about.tools.find((candidate) => candidate.name === name)
    if (tool?.path) return tool.path
    const advice = tool?.installCommand ? ` It is installed with: ${tool.installCommand}` : ''
    throw new RuncError(code, `${name} was not found in ${this.directories.join(', ')}.${advice}`)
  }

  socat(): { path: string | null; advice: string } {
    const tool = this.#about.tools.find(({ name }) => name === 'socat')
    const command = tool?.installCommand ?? null
    return { path: tool?.path ?? null, advice: command === null ? '' : `It is installed with: ${command}` }
  }

  #describe(tools: readonly FoundTool[]): About {
    const runc = programIn(tools)
    const conmon = tools.find((tool) => tool.name === 'conmon')
    return {
      runc: runc?.path
        ? {
            path: runc.path,
            name: programName(runc.versionText),
            version: runc.version ?? 'unknown',
            ...parseRuncVersion(runc.versionText),
          }
        : null,
      conmon: conmon?.path ? { path: conmon.path, version: conmon.version ?? 'unknown' } : null,
      rootless: !this.#isRoot,
      cgroup: this.mode,
      cgroupWritable: this.cgroupBase !== null,
      tools: tools.map(({ versionText: _versionText, ...tool }) => tool),
    }
  }
}

function programIn(tools: readonly FoundTool[]): FoundTool | undefined {
  return tools.find((tool) => tool.name === 'runc')
}
