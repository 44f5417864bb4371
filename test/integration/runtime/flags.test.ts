// What of runc's command line is chosen by options: each reaches the real runc, and does what it is there for.
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import type { Container, StartProcessOptions } from '../../../electron/runtime/index.ts'
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

async function run(args: string[], options: Partial<StartProcessOptions>): Promise<string> {
  const process = await bench.runtime.startProcess(container, { args }, { terminal: null, ...options })
  const chunks: Uint8Array[] = []
  process.onData((bytes) => chunks.push(bytes))
  const exit = await process.wait()
  if (exit.error) throw exit.error
  return Buffer.concat(chunks).toString()
}

function lastArgv(): readonly string[] {
  return bench.commands.at(-1)?.argv ?? []
}

test('exec --cgroup: it runs in a sub-cgroup', async () => {
  const { cgroupPaths } = container.state()
  const isV2 = bench.runtime.info.cgroup === 'v2'
  const parent = cgroupPaths[isV2 ? '' : 'freezer'] ?? ''
  mkdirSync(join(parent, 'inner'))
  try {
    const cgroup = isV2 ? 'inner' : 'freezer:inner'
    const process = await bench.runtime.startProcess(
      container,
      { args: ['sleep', '600'] },
      { terminal: null, cgroup },
    )
    await expect.poll(() => process.pid()).not.toBe(null)
    expect(readFileSync(join(parent, 'inner', 'cgroup.procs'), 'utf8').trim()).toBe(String(process.pid()))
    expect(process.argv.join(' ')).toContain(`exec --cgroup ${cgroup} box`)
    // It belongs to the container as any other.
    expect(container.ps().map(({ pid }) => pid)).toContain(process.pid())
    const detached = await bench.runtime.startProcess(
      container,
      { args: ['sleep', '600'] },
      { terminal: null, cgroup: [cgroup], detached: true },
    )
    expect(readFileSync(join(parent, 'inner', 'cgroup.procs'), 'utf8').split('\n')).toContain(
      String(detached.pid()),
    )
    process.signal('KILL')
    detached.signal('KILL')
    await Promise.all([process.wait(), detached.wait()])
    for (const one of [process, detached]) container.removeProcess(one.systemPid() ?? 0)
  } finally {
    await expect.poll(() => readFileSync(join(parent, 'inner', 'cgroup.procs'), 'utf8')).toBe('')
    rmdirSync(join(parent, 'inner'))
  }
  await expect(run(['true'], { cgroup: isV2 ? 'none-such' : 'freezer:none-such' })).rejects.toMatchObject({
    code: expect.stringMatching(/^(ExecFailed|CgroupUnavailable)$/),
  })
  for (const cgroup of ['', '../other', 'a:b:c', 'x/../..']) {
    await expect(run(['true'], { cgroup })).rejects.toMatchObject({ code: 'InvalidArgument' })
  }
})

test('exec --ignore-paused: it begins when the container goes on', async () => {
  await container.pause()
  await expect(run(['true'], {})).rejects.toMatchObject({ code: 'Paused' })
  const process = await bench.runtime.startProcess(
    container,
    { args: ['echo', 'awake'] },
    { terminal: null, ignorePaused: true },
  )
  const chunks: Uint8Array[] = []
  process.onData((bytes) => chunks.push(bytes))
  expect([process.argv.includes('--ignore-paused'), container.state().status]).toEqual([true, 'paused'])
  await container.resume()
  expect(await process.wait()).toEqual({ code: 0, signal: null, error: null })
  expect(Buffer.concat(chunks).toString()).toBe('awake\n')
  container.removeProcess(process.systemPid() ?? 0)
})

test('exec --preserve-fds: open files arrive as 3, 4 …', async () => {
  const paths = ['one', 'two'].map((name) => join(bench.directory, `given-${name}`))
  for (const path of paths) writeFileSync(path, `content of ${path}\n`)
  const preserveFds = paths.map((path) => openSync(path, 'r'))
  try {
    expect(await run(['sh', '-c', 'cat <&4; cat <&3'], { preserveFds })).toBe(
      `content of ${paths[1]}\ncontent of ${paths[0]}\n`,
    )
    const isTerminal = { columns: 80, rows: 24 }
    for (const other of [{ terminal: isTerminal }, { detached: true }]) {
      await expect(run(['true'], { preserveFds, ...other })).rejects.toMatchObject({ code: 'NotSupported' })
    }
  } finally {
    for (const descriptor of preserveFds) closeSync(descriptor)
  }
  await expect(run(['true'], { preserveFds: [9999] })).rejects.toMatchObject({ code: 'InvalidArgument' })
})

test('exec --pidfd-socket: refused before runc 1.2, and connected to from then on', async ({ skip }) => {
  const socket = join(bench.directory, 'pidfd')
  await expect(run(['true'], { pidfdSocket: 'pidfd' })).rejects.toMatchObject({
    code: expect.stringMatching(/^(NotSupported|InvalidArgument)$/),
  })
  const { runcs, reason } = await otherPrograms()
  skip(runcs.length === 0, reason ?? '')
  const runtime = await bench.another({ runtime: join(runcs.at(-1)?.directory ?? '', 'runc') })
  let connections = 0
  const server = createServer((connection) => {
    connections += 1
    connection.resume()
  })
  await new Promise<void>((resolve) => {
    server.listen(socket, resolve)
  })
  try {
    const process = await runtime.startProcess(
      runtime.get('box'),
      { args: ['true'] },
      { terminal: null, pidfdSocket: socket },
    )
    expect(await process.wait()).toMatchObject({ code: 0, error: null })
    expect(connections).toBe(1)
  } finally {
    server.close()
  }
})

test('create --no-pivot and --no-new-keyring', async () => {
  const options = { noPivot: true, noNewKeyring: true }
  const plain = await bench.runtime.create(
    'plain',
    bench.bundle('plain', { args: ['cat', '/proc/self/mountinfo'] }),
  )
  const moved = await bench.runtime.create(
    'moved',
    bench.bundle('moved', { args: ['cat', '/proc/self/mountinfo'] }),
    options,
  )
  expect(lastArgv()).toEqual(expect.arrayContaining(['--no-pivot', '--no-new-keyring']))
  const keyrings = [plain, moved].map((one) =>
    // The session keyring of the waiting init: runc makes `_ses.<id>` unless it is told not to.
    execFileSync('sh', ['-c', 'grep -c "_ses.$0" /proc/keys || true', one.id], { encoding: 'utf8' }).trim(),
  )
  if (existsSync('/proc/keys')) expect(keyrings[1]).toBe('0')
  for (const one of [plain, moved]) {
    await one.start()
    expect(await one.wait()).toMatchObject({ code: 0 })
    await one.delete()
  }
})

test('--debug and --rootless are given to every call', async () => {
  const runtime = await bench.another({ debug: true, rootless: false })
  const made = await runtime.create('told', bench.bundle('told'))
  expect(lastArgv().join(' ')).toContain('--runtime-arg --debug --runtime-arg --rootless=false')
  const process = await runtime.startProcess(made, { args: ['no-such-program'] }, { terminal: null })
  const { error } = await process.wait()
  expect(error).toMatchObject({ code: 'ExecFailed', output: expect.stringContaining('debug: ') })
  expect(process.argv.join(' ')).toContain('--debug --rootless=false exec')
  await made.start()
  await made.delete({ force: true })
  expect(bench.traces('told')).toEqual([])
})

test('--systemd-cgroup is refused where systemd does not run', async ({ skip }) => {
  skip(existsSync('/run/systemd/system'), 'systemd runs this machine')
  await expect(bench.another({ systemdCgroup: true })).rejects.toMatchObject({
    code: 'NotSupported',
    message: 'Cgroups cannot be made by systemd here: it does not run this machine.',
  })
})

test('--criu: the one that is named is asked', async ({ skip }) => {
  const { criu, reason, runcs } = await otherPrograms()
  skip(criu === null, reason ?? '')
  const path = join(criu?.directory ?? '', 'criu')
  const runtime = await bench.another({ criu: path })
  expect(await runtime.checkpointSupport()).toMatchObject({ criu: { path, version: criu?.version } })
  const other = join(bench.directory, 'my-criu')
  symlinkSync(path, other)
  const renamed = await bench.another({ criu: other })
  const made = await renamed.create('saved', bench.bundle('saved'))
  await made.start()
  await made.checkpoint({ name: 'one' })
  expect(lastArgv().join(' ')).toContain(`--criu ${other} checkpoint`)
  await made.delete({ force: true })
  await expect(bench.another({ criu: 'criu' })).rejects.toMatchObject({ code: 'InvalidArgument' })
  // Newer ones know no such flag.
  skip(runcs.length === 0, reason ?? '')
  const runc = join(runcs.at(-1)?.directory ?? '', 'runc')
  await expect(bench.another({ criu: other, runtime: runc })).rejects.toMatchObject({ code: 'NotSupported' })
})
