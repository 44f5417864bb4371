// The app without anybody attached to it: what Playwright's own debugger would hold up or keep alive.
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test, type Workspace } from '../fixtures.ts'
import { descendantsOf, factsOf, kill, statusOf } from '../support/processes.ts'

const started = new Set<ChildProcess>()

test.afterEach(() => {
  for (const { pid, exitCode } of started) if (exitCode === null && pid !== undefined) kill(pid)
  started.clear()
})

/** The app, started as a user would, and its list drawn. */
async function start(workspace: Workspace): Promise<{ child: ChildProcess; pid: number }> {
  const { identity, environment, path } = workspace
  const perf = join(path, 'perf.json')
  const args = [
    ...(identity.isSandboxed ? [] : ['--no-sandbox']),
    '--disable-gpu',
    ...(identity.app === null ? [] : [identity.app]),
    `--perf=${perf}`,
  ]
  const child = spawn(identity.executable, args, { env: environment, cwd: path, stdio: 'ignore' })
  started.add(child)
  await expect.poll(() => existsSync(perf), { timeout: 15_000 }).toBe(true)
  return { child, pid: child.pid ?? 0 }
}

function find(pid: number, part: string): number | undefined {
  return descendantsOf(pid).find(({ commandLine }) => commandLine.includes(part))?.pid
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
