// Programs on pipes in a container, and what the container knows of its processes.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { endOrphans } from '../../../electron/runtime/orphans.ts'
import type { Container, Process, ProcessExit, ProcessSpec } from '../../../electron/runtime/index.ts'
import { bundleScript } from '../../fixtures/bundled-script.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench
let container: Container

beforeAll(async () => {
  bench = await openBench()
  container = await bench.runtime.create('box', bench.bundle('box'))
  await container.start()
})
afterAll(() => bench.close())

interface Piped {
  process: Process
  output: { stdout: Uint8Array[]; stderr: Uint8Array[] }
  text: (stream: 'stdout' | 'stderr') => string
  exit: Promise<ProcessExit>
}

async function open(spec: ProcessSpec, of = container): Promise<Piped> {
  const process = await bench.runtime.startProcess(of, spec, { terminal: null })
  const output: Piped['output'] = { stdout: [], stderr: [] }
  process.onData((bytes, stream) => output[stream].push(bytes))
  const exit = new Promise<ProcessExit>((resolve) => process.onExit(resolve))
  return { process, output, text: (stream) => Buffer.concat(output[stream]).toString(), exit }
}

function script(text: string): ProcessSpec {
  return { args: ['sh', '-c', text] }
}

/** Command lines of what runs in the container. */
function running(): string[] {
  return container.ps().map((details) => details.commandLine.join(' '))
}

function operationsDirectory(): string {
  const layout = createLayout({
    root: bench.root,
    stateDirectory: `${bench.directory}/state`,
    socketDirectory: `${bench.directory}/s`,
  })
  return layout.operationsDirectory
}

function operations(): string[] {
  return readdirSync(operationsDirectory())
}

test('standard output and error come apart, and bytes as they are', async () => {
  const piped = await open(script("printf '\\303\\050\\377\\000end'; echo oops >&2; exit 42"))
  expect(await piped.exit).toEqual({ code: 42, signal: null, error: null })
  expect(Buffer.concat(piped.output.stdout).toString('hex')).toBe('c328ff00656e64')
  expect(piped.text('stderr')).toBe('oops\n')
  expect(piped.process.argv.slice(3, 5)).toEqual(['exec', 'box'])
  expect(operations()).toEqual([])
})

test.each([
  { text: 'kill -9 $$', exit: { code: 137, signal: 'SIGKILL' } },
  { text: 'exit 255', exit: { code: 255, signal: null } },
])('“$text” ends with $exit', async ({ text, exit }) => {
  expect(await (await open(script(text))).exit).toEqual({ ...exit, error: null })
})

test('a program that is not there is an error of its own', async () => {
  const { process, exit } = await open({ args: ['no-such-program', '--flag'] })
  expect(await exit).toMatchObject({ code: 255, error: { code: 'ExecFailed' } })
  expect((await exit).error?.message).toMatch(/^runc could not run “no-such-program” in “box”: .*not found/)
  // It never was a process of the container.
  expect(process.systemPid()).toBe(null)
  expect((await container.processes()).map((one) => one.id)).not.toContain(process.id)
})

test('input arrives whole and ends when it is closed', async () => {
  const { process, exit, text } = await open(script('cat; echo end'))
  const block = Buffer.alloc(1024 * 1024, 'x')
  await new Promise<void>((resolve) => process.write(block, resolve))
  process.write(Buffer.from('\n'))
  process.closeStdin()
  expect((await exit).code).toBe(0)
  expect(text('stdout').length).toBe(block.length + '\nend\n'.length)
})

test('a program waits for a reader that is paused, and nothing is lost', async () => {
  const lines = 60_000
  const { process, exit, text } = await open(script(`seq ${lines}; echo done >&2`))
  process.pause()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(text('stderr')).toBe('')
  expect(process.exit()).toBe(null)
  process.resume()
  await exit
  const got = text('stdout').trim().split('\n')
  expect([got.length, got.at(-1), text('stderr')]).toEqual([lines, String(lines), 'done\n'])
})

test('output before anybody listens is kept, both streams of it', async () => {
  const process = await bench.runtime.startProcess(container, script('echo a; echo b >&2'), {
    terminal: null,
  })
  await new Promise((resolve) => process.onExit(resolve))
  const got: [string, string][] = []
  process.onData((bytes, stream) => got.push([stream, Buffer.from(bytes).toString()]))
  expect(got.toSorted(([one], [other]) => one.localeCompare(other))).toEqual([
    ['stderr', 'b\n'],
    ['stdout', 'a\n'],
  ])
})

test('a signal reaches the program, real-time ones too', async () => {
  const { process, exit, text } = await open(
    script('trap "echo usr1" USR1; trap "exit 3" 35; echo ready; while :; do sleep 0.05; done'),
  )
  await expect.poll(() => text('stdout')).toBe('ready\n')
  await expect.poll(() => process.pid()).toBeGreaterThan(0)
  expect(readFileSync(`/proc/${process.pid()}/cmdline`, 'utf8')).toMatch(/^sh\0-c\0trap/)
  process.signal('USR1')
  await expect.poll(() => text('stdout')).toContain('usr1')
  expect(() => process.signal('NOPE')).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
  process.signal('RTMIN+1')
  expect((await exit).code).toBe(3)
  expect(() => process.signal('TERM')).toThrow(expect.objectContaining({ code: 'ProcessExited' }))
})

test.each([0, 15, 30, 200])('closing %i ms after the start leaves nothing', async (delay) => {
  const { process, exit } = await open(script('trap "" HUP TERM; sleep 500'))
  await new Promise((resolve) => setTimeout(resolve, delay))
  await process.close()
  await exit
  expect(running()).toEqual(['sleep 600'])
})

test('closing ends what a program has started, too', async () => {
  const { process, exit, text } = await open(script('trap "exit 8" TERM; sleep 502 & echo ready; wait'))
  await expect.poll(() => text('stdout')).toBe('ready\n')
  await expect.poll(() => process.pid()).toBeGreaterThan(0)
  await process.close()
  // Its own answer to TERM: KILL, which follows, would have left none.
  expect((await exit).code).toBe(8)
  expect(running()).toEqual(['sleep 600'])
})

test('a killed runc leaves no program behind', async () => {
  const { process, exit } = await open(script('trap "" PIPE; sleep 501'))
  const pid = await expect
    .poll(() => process.pid())
    .toBeGreaterThan(0)
    .then(() => process.pid() ?? 0)
  const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  globalThis.process.kill(parent, 'SIGKILL')
  expect(await exit).toMatchObject({ code: null, error: { code: 'ExecFailed' } })
  await expect.poll(() => container.ps().some((details) => details.pid === pid)).toBe(false)
})

test('a program whose runtime was killed is ended by the next', async () => {
  const orphan = await bundleScript(join(import.meta.dirname, '../../fixtures/orphan.ts'), bench.directory)
  const places = [bench.root, `${bench.directory}/state`, `${bench.directory}/s`]
  const other = spawn(globalThis.process.execPath, [orphan, ...places, 'box'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  expect(String(await new Promise((heard) => other.stdout.once('data', heard)))).toBe('ready\n')
  const left = (): string[] => running().filter((line) => /sleep 50[34]$/.test(line))
  await expect.poll(left).toEqual(expect.arrayContaining(['sleep 503', 'sleep 504']))
  other.kill('SIGKILL')
  await new Promise((ended) => other.once('exit', ended))
  expect(left()).toContain('sleep 504')
  // As the watcher's reconcile does now and then.
  endOrphans(operationsDirectory())
  await expect.poll(left).toEqual([])
  for (const name of operations()) rmSync(join(operationsDirectory(), name), { recursive: true })
})

test('who, where and with what rights a program runs', async () => {
  const { exit, text } = await open({
    args: [
      'sh',
      '-c',
      'id -u; id -g; id -G; pwd; umask; echo $WORD; cat /proc/self/limits /proc/self/status; cat /proc/self/oom_score_adj',
    ],
    user: { uid: 7, gid: 8, additionalGids: [9], umask: 0o27 },
    cwd: '/tmp',
    env: ['WORD=a=b c'],
    capabilities: { bounding: ['CAP_KILL', 'CAP_CHOWN'], permitted: ['CAP_KILL'], effective: ['CAP_KILL'] },
    rlimits: [
      { type: 'RLIMIT_CORE', soft: 0, hard: 4096 },
      { type: 'RLIMIT_CPU', soft: 100, hard: 'unlimited' },
    ],
    noNewPrivileges: true,
  })
  expect(await exit).toEqual({ code: 0, signal: null, error: null })
  const lines = text('stdout').split('\n')
  expect(lines.slice(0, 6)).toEqual(['7', '8', '8 9', '/tmp', '0027', 'a=b c'])
  expect(lines.find((line) => line.startsWith('Max core'))).toMatch(/ 0 +4096 /)
  expect(lines.find((line) => line.startsWith('Max cpu'))).toMatch(/ 100 +unlimited /)
  expect(lines).toContain('CapBnd:\t0000000000000021')
  expect(lines).toContain('NoNewPrivs:\t1')
})

test('a profile and a label reach runc, and one that cannot be is told in its words', async () => {
  const specs: [spec: Partial<ProcessSpec>, words: RegExp][] = [
    [{ apparmorProfile: 'no-such-profile' }, /apparmor/],
    [{ selinuxLabel: 'no:such:label' }, /selinux|attr\/exec/],
  ]
  for (const [spec, words] of specs) {
    const { exit } = await open({ args: ['true'], ...spec })
    expect(await exit).toMatchObject({
      error: { code: 'ExecFailed', message: expect.stringMatching(words) },
    })
  }
})

test('the score for the out-of-memory killer is set, which runc leaves out', async () => {
  const { process, exit } = await open({ args: ['sleep', '100'], oomScoreAdj: 321 })
  await expect.poll(() => process.pid()).toBeGreaterThan(0)
  const read = (): string => readFileSync(`/proc/${process.pid()}/oom_score_adj`, 'utf8').trim()
  await expect.poll(read).toBe('321')
  await process.close()
  await exit
})

test('Processes: init first, then the added ones; RemoveProcess forgets', async () => {
  const other = await bench.runtime.create('two', bench.bundle('two'))
  await other.start()
  expect((await other.processes()).map((one) => [one.id, one.pid(), one.spec.args])).toEqual([
    ['init', other.pid(), ['sleep', '600']],
  ])
  const first = await bench.runtime.startProcess(
    other,
    { args: ['sleep', '50'] },
    { terminal: null, id: 'one' },
  )
  await expect.poll(() => first.pid()).toBeGreaterThan(0)
  const second = await open({ args: ['sh', '-c', 'exit 5'] }, other)
  await second.exit
  const listed = await other.processes()
  expect(listed.map((one) => [one.kind, one.id, one.exit()?.code ?? null])).toEqual([
    ['init', 'init', null],
    ['pipes', 'one', null],
    ['pipes', second.process.id, 5],
  ])
  const [firstPid, secondPid] = [first.systemPid() ?? 0, second.process.systemPid() ?? 0]
  const refused = (code: string): unknown => expect.objectContaining({ code })
  expect(() => other.removeProcess(firstPid)).toThrow(refused('ProcessNotExited'))
  expect(() => other.removeProcess(other.pid() ?? 0)).toThrow(refused('NotChildProcess'))
  expect(() => other.removeProcess(2 ** 22)).toThrow(refused('NotChildProcess'))
  other.removeProcess(secondPid)
  expect(() => other.removeProcess(secondPid)).toThrow(refused('NotChildProcess'))
  expect((await other.processes()).map((one) => one.id)).toEqual(['init', 'one'])
  await expect(
    bench.runtime.startProcess(other, { args: ['true'] }, { terminal: null, id: 'one' }),
  ).rejects.toMatchObject({ code: 'Exists' })

  // Init's end is told last.
  const order: string[] = []
  first.onExit(({ code }) => order.push(`one ${code}`))
  const [init] = await other.processes()
  const waiting = other.wait().then((exit) => order.push(`init ${exit.code}`))
  init?.signal('KILL')
  await waiting
  expect(order).toEqual(['one 137', 'init 137'])
  expect(init?.exit()).toMatchObject({ code: 137, signal: 'SIGKILL' })
  expect(() => init?.signal('KILL')).toThrow(refused('ContainerExited'))
  await expect(
    bench.runtime.startProcess(other, { args: ['true'] }, { terminal: null }),
  ).rejects.toMatchObject({ code: 'ContainerExited' })
  expect(other.ps()).toEqual([])
  await other.delete()
})

test('ps tells what runs, as the kernel does', async () => {
  const { process, exit, text } = await open({
    args: ['sh', '-c', 'echo $$; sleep 77; exit'],
    user: { uid: 12, gid: 13 },
  })
  await expect.poll(() => container.ps().some((one) => one.commandLine[1] === '77')).toBe(true)
  const details = container.ps()
  const pids = JSON.parse(
    execFileSync('runc', ['--root', bench.root, 'ps', '-f', 'json', 'box'], { encoding: 'utf8' }),
  )
  expect(details.map((one) => one.pid)).toEqual((pids as number[]).toSorted((a, b) => a - b))
  expect(details.find((one) => one.isInit)).toMatchObject({
    pid: container.pid(),
    containerPid: 1,
    name: 'sleep',
    commandLine: ['sleep', '600'],
    state: 'S',
    threads: 1,
    effectiveUid: 0,
    hasTerminal: false,
  })
  const shell = details.find((one) => one.commandLine[0] === 'sh')
  expect(shell).toMatchObject({ realUid: 12, effectiveUid: 12, realGid: 13, effectiveGid: 13 })
  await expect.poll(() => Number(text('stdout'))).toBe(shell?.containerPid)
  expect(shell?.residentBytes).toBeGreaterThan(1000)
  expect(Math.abs(Date.parse(shell?.startedAt ?? '') - Date.now())).toBeLessThan(10_000)
  expect(details.find((one) => one.commandLine[1] === '77')?.parentPid).toBe(shell?.pid)
  await process.close()
  await exit
})

test('ps counts processor time', async () => {
  const { process, exit } = await open(script('while :; do :; done'))
  await expect
    .poll(() => container.ps().find((one) => one.commandLine[0] === 'sh')?.cpuMs ?? 0)
    .toBeGreaterThan(30)
  await process.close()
  await exit
})

test('kill reaches everybody with “all”, init alone without', async () => {
  const other = await bench.runtime.create(
    'all',
    bench.bundle('all', {
      args: ['sh', '-c', 'trap "" USR1; trap "exit 9" 36; while :; do sleep 0.05; done'],
    }),
  )
  await other.start()
  const added = await open(
    script('trap "exit 4" USR1; trap "exit 6" 36; while :; do sleep 0.05; done'),
    other,
  )
  await expect.poll(() => added.process.pid()).toBeGreaterThan(0)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await other.kill('USR1')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(added.process.exit()).toBe(null)
  await other.kill('USR1', { all: true })
  expect((await added.exit).code).toBe(4)
  expect(other.state().status).toBe('running')
  expect(bench.commands.findLast((command) => command.argv.includes('kill'))?.argv.slice(-3)).toEqual([
    '--all',
    'all',
    'USR1',
  ])
  // To a paused one it comes when it goes on, and does not thaw it.
  await other.pause()
  await other.kill('RTMIN+2', { all: true })
  // On cgroup v2 a signal has the frozen ones look up for a moment.
  await expect.poll(() => other.state().status).toBe('paused')
  await other.resume()
  expect((await other.wait()).code).toBe(9)
  for (const nonsense of ['77', 77, 0, -1, 1.5, '', '-9', 'RTMIN+99']) {
    await expect(other.kill(nonsense)).rejects.toMatchObject({ code: 'InvalidArgument' })
  }
  await other.delete()
})

test('a signal goes by its name, with SIG before it or not, and by its number', async () => {
  const ways = ['USR2', 'SIGUSR2', 'usr2', 12, '12', 'RTMIN+3', 'SIGRTMIN+3', 37]
  for (const [index, signal] of ways.entries()) {
    const id = `signalled-${index}`
    const traps = 'trap "exit 12" USR2; trap "exit 37" 37; : > /tmp/$0; while :; do sleep 0.02; done'
    const other = await bench.runtime.create(id, bench.bundle(id, { args: ['sh', '-c', traps, id] }))
    await other.start()
    await expect.poll(() => existsSync(join(bench.directory, 'rootfs/tmp', id))).toBe(true)
    await other.kill(signal)
    expect([signal, await other.wait()]).toMatchObject([signal, { code: index < 5 ? 12 : 37 }])
    await other.delete()
  }
})

test('what cannot be is refused with its reason', async () => {
  const start = (spec: Partial<ProcessSpec>): Promise<unknown> =>
    bench.runtime.startProcess(container, { args: ['true'], ...spec }, { terminal: null })
  await expect(start({ args: [] })).rejects.toMatchObject({ code: 'InvalidArgument' })
  await expect(start({ capabilities: { bounding: ['KILL'] } })).rejects.toMatchObject({
    code: 'InvalidArgument',
    message: '“KILL” is not a capability. It is written CAP_KILL.',
  })
  await expect(
    bench.runtime.startProcess(container, { args: ['true'] }, { terminal: null, id: '../x' }),
  ).rejects.toMatchObject({ code: 'InvalidArgument' })
  expect(operations()).toEqual([])
})
