// The running app: its window, its processes, and everything it complained of.
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { Shell } from '../pages/shell.ts'
import { descendantsOf, kill, type ProcessFacts } from './processes.ts'
import type { Workspace } from './workspace.ts'

export interface LaunchOptions {
  /** Added to the workspace's environment. */
  environment?: Record<string, string>
  switches?: readonly string[]
  /** Started instead of the identity's own; hands its arguments on to that. */
  executable?: string
}

/** Twice what the slowest start took on a busy two-core machine. */
const startWithinMs = 15_000

/** How long an orderly end may take before it is no longer waited for. */
const closeWithinMs = 10_000

export class Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  readonly shell: Shell
  /** Errors of the page: on its console, uncaught, or refused by its policy. */
  readonly complaints: string[] = []
  readonly #pid: number
  #isRecording = false

  private constructor(app: ElectronApplication, page: Page) {
    this.app = app
    this.page = page
    this.shell = new Shell(page)
    this.#pid = app.process().pid ?? 0
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('crash', () => this.complaints.push('The page crashed.'))
  }

  static async launch(workspace: Workspace, options: LaunchOptions = {}): Promise<Desktop> {
    const app = await start(workspace, options)
    try {
      return new Desktop(app, await app.firstWindow({ timeout: startWithinMs }))
    } catch (error) {
      kill(app.process().pid ?? 0)
      throw error
    }
  }

  get processes(): ProcessFacts[] {
    return descendantsOf(this.#pid)
  }

  get enginePid(): number {
    const engine = this.processes.find(({ commandLine }) =>
      commandLine.includes('--utility-sub-type=node.mojom.NodeService'),
    )
    if (!engine) throw new Error('There is no engine process.')
    return engine.pid
  }

  get rendererPid(): number {
    const renderer = this.processes.find(({ commandLine }) => commandLine.includes('--type=renderer'))
    if (!renderer) throw new Error('There is no renderer process.')
    return renderer.pid
  }

  /** Pictures and documents of every step, for `npx playwright show-trace`: they take a third of a test's time. */
  async record(): Promise<void> {
    await this.app.context().tracing.start({ screenshots: true, snapshots: true })
    this.#isRecording = true
  }

  /** Nothing when there is none. */
  async stopRecording(options: { path?: string } = {}): Promise<boolean> {
    if (!this.#isRecording) return false
    this.#isRecording = false
    await this.app.context().tracing.stop(options)
    return true
  }

  async close(): Promise<void> {
    const processes = this.processes
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        for (const pid of [this.#pid, ...processes.map((one) => one.pid)]) kill(pid)
        resolve()
      }, closeWithinMs)
    })
    await Promise.race([this.app.close(), limit])
    clearTimeout(timer)
  }
}

async function start(workspace: Workspace, options: LaunchOptions): Promise<ElectronApplication> {
  const { identity, environment } = workspace
  const held = identity.app === null ? {} : { RUNC_DESKTOP_HELD_APP: join(identity.app, 'out/main/index.js') }
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: options.executable ?? identity.executable,
      args: [
        ...(identity.heldApp === null ? [] : [identity.heldApp]),
        '--disable-gpu',
        '--force-color-profile=srgb',
        ...(options.switches ?? []),
      ],
      chromiumSandbox: identity.isSandboxed,
      env: { ...environment, ...held, ...options.environment },
      timeout: startWithinMs,
    })
  if (identity.heldApp !== null) return launch()
  // The packaged app cannot be held: Playwright may miss its window, once in a while.
  return launch().catch(launch)
}

/** What main wrote down as an error, or as denied to the page. */
export function problemsInLog(workspace: Workspace): string[] {
  return workspace
    .readLog()
    .split('\n')
    .filter((line) => / error |Denied:/.test(line))
}
