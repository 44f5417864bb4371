// The app without anybody attached to it: what Playwright's own debugger would hold up or keep alive.
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { expect, test, type Workspace } from '../fixtures.ts'
import { Shell } from '../pages/shell.ts'
import { descendantsOf, factsOf, kill, statusOf } from '../support/processes.ts'

const started = new Set<ChildProcess>()

test.afterEach(() => {
  for (const { pid, exitCode } of started) if (exitCode === null && pid !== undefined) kill(pid)
  started.clear()
})

/** The app, started as a user would, and its list drawn. */
async function start(
  workspace: Workspace,
  switches: readonly string[] = [],
): Promise<{ child: ChildProcess; pid: number }> {
  const { identity, environment, path } = workspace
  const perf = join(path, 'perf.json')
  const args = [
    ...(identity.isSandboxed ? [] : ['--no-sandbox']),
    '--disable-gpu',
    ...(identity.app === null ? [] : [identity.app]),
    `--perf=${perf}`,
    ...switches,
  ]
  const child = spawn(identity.executable, args, { env: environment, cwd: path, stdio: 'ignore' })
  started.add(child)
  await expect.poll(() => existsSync(perf), { timeout: 15_000 }).toBe(true)
  return { child, pid: child.pid ?? 0 }
}

function find(pid: number, part: string): number | undefined {
  return descendantsOf(pid).find(({ commandLine }) => commandLine.includes(part))?.pid
}

/** Where Chromium says that it listens for a debugger. */
function debuggerOf({ home }: Workspace): string {
  const [port] = readFileSync(join(home, 'state', 'electron', 'DevToolsActivePort'), 'utf8').split('\n')
  return `http://127.0.0.1:${port}`
}

const engine = 'node.mojom.NodeService'

test('a page that dies is loaded again, and nothing else notices', async ({ workspace }) => {
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  const { child, pid } = await start(workspace)
  const enginePid = find(pid, engine)
  kill(find(pid, '--type=renderer') ?? 0)
  await expect.poll(() => workspace.readLog()).toContain('The page is loaded again.')
  expect(find(pid, engine)).toBe(enginePid)
  kill(pid, 'SIGTERM')
  await once(child, 'exit')
})

test('a page that dies with terminals open shows them again, with what they said since', async ({
  workspace,
}) => {
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  const { child, pid } = await start(workspace, ['--remote-debugging-port=0'])
  // Attached to only while something is looked at: a debugger would keep the dead page.
  const look = async (work: (shell: Shell, page: Page) => Promise<void>): Promise<void> => {
    const browser = await chromium.connectOverCDP(debuggerOf(workspace))
    try {
      const page = browser.contexts()[0]?.pages()[0]
      if (page) await work(new Shell(page), page)
      expect(page).toBeDefined()
    } finally {
      await browser.close()
    }
  }
  await look(async (shell) => {
    await shell.containers.action('web', 'Open terminal').click()
    const terminal = shell.terminals.of('web')
    await terminal.expectText('#')
    await terminal.type('word=$((6 * 7)); (sleep 1; echo later-$word) & echo now-$word')
    await terminal.expectText('now-42')
  })
  kill(find(pid, '--type=renderer') ?? 0)
  await expect.poll(() => workspace.readLog()).toContain('The page is loaded again.')
  await look(async (shell, page) => {
    const terminal = shell.terminals.of('web')
    await terminal.expectText('now-42')
    await terminal.expectText('later-42')
    await terminal.type('echo same-shell-$word')
    await terminal.expectText('same-shell-42')
    await page.keyboard.press('Escape')
  })
  kill(pid, 'SIGTERM')
  await once(child, 'exit')
})

test('an engine that hangs is ended and started again', async ({ workspace }) => {
  const { child, pid } = await start(workspace)
  const hanging = find(pid, engine) ?? 0
  kill(hanging, 'SIGSTOP')
  // The heartbeat asks after 5 s and waits 10 s for the answer.
  await expect.poll(() => find(pid, engine) ?? hanging, { timeout: 20_000 }).not.toBe(hanging)
  expect(workspace.readLog()).toContain('The engine stopped answering')
  kill(pid, 'SIGTERM')
  await once(child, 'exit')
})

test('the app ends with all its processes, and containers go on', async ({ workspace }) => {
  const { child, pid } = await start(workspace)
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  const own = [pid, ...descendantsOf(pid).map((one) => one.pid)]
  kill(pid, 'SIGTERM')
  await once(child, 'exit')
  await expect
    .poll(() => own.filter((one) => factsOf(one) !== null && statusOf(one)?.get('State') !== 'Z (zombie)'))
    .toEqual([])
  expect(JSON.parse(await workspace.runc('state', 'web'))).toMatchObject({ status: 'running' })
})

test('the app ends also when its engine never ran', async ({ workspace }) => {
  // Anybody could write to its directory for sockets.
  const run = join(workspace.home, 'run')
  mkdirSync(run)
  chmodSync(run, 0o777)
  const { child, pid } = await start(workspace)
  await expect.poll(() => workspace.readLog()).toContain('The engine cannot run')
  kill(pid, 'SIGTERM')
  await once(child, 'exit')
})

test('an app that is killed leaves nothing that holds up the next start', async ({ workspace, launch }) => {
  const { child, pid } = await start(workspace)
  kill(pid)
  await once(child, 'exit')
  const { shell } = await launch()
  await shell.isReady()
})
