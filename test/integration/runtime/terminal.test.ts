// Programs on a terminal in a container: bytes, size, exit codes, failures of runc, and that none is left behind.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import type { Container, Process, ProcessExit, ProcessSpec } from '../../../electron/runtime/index.ts'
import { plainLineEnds } from '../../fixtures/line-ends.ts'
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

interface Session {
  process: Process
  text: () => string
  exit: Promise<ProcessExit>
  /** Resolves when the output holds it. */
  says: (wanted: string) => Promise<void>
  type: (text: string) => void
}

async function open(spec: ProcessSpec, size = { columns: 80, rows: 24 }): Promise<Session> {
  const process = await bench.runtime.startProcess(container, spec, { terminal: size })
  const chunks: Uint8Array[] = []
  const text = (): string => plainLineEnds(Buffer.concat(chunks).toString())
  const waiting = new Set<() => void>()
  process.onData((bytes) => {
    chunks.push(bytes)
    for (const check of waiting) check()
  })
  const exit = new Promise<ProcessExit>((resolve) => process.onExit(resolve))
  const says = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`“${wanted}” not in: ${text()}`)), 10_000)
      const check = (): void => {
        if (!text().includes(wanted)) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return { process, text, exit, says, type: (input) => process.write(new TextEncoder().encode(input)) }
}

/** Commands that run in the container. */
function running(): string[] {
  const pids = JSON.parse(
    execFileSync('runc', ['--root', bench.root, 'ps', '-f', 'json', 'box'], { encoding: 'utf8' }),
  )
  return (pids as number[])
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim())
    .filter((line) => line !== '')
}

test('a shell knows its size, follows a resize, and ends with its code', async () => {
  const shell = await open({ args: ['sh'] }, { columns: 100, rows: 33 })
  shell.type('stty size; echo first $TERM\r')
  await shell.says('33 100')
  await shell.says('first xterm-256color')
  // The shell may speak before runc has written down its pid.
  await expect.poll(() => shell.process.pid()).toBeGreaterThan(0)
  shell.process.resize(71, 19)
  shell.type('stty size; echo second\r')
  await shell.says('19 71')
  shell.type('exit 42\r')
  expect(await shell.exit).toEqual({ code: 42, signal: null, error: null })
  expect(shell.process.pid()).toBe(null)
  expect(running()).toEqual(['sleep 600'])
})

test.each([
  { args: ['true'], exit: { code: 0, signal: null } },
  { args: ['sh', '-c', 'kill -9 $$'], exit: { code: 137, signal: 'SIGKILL' } },
  { args: ['sh', '-c', 'exit 255'], exit: { code: 255, signal: null } },
  { args: ['sh', '-c', 'exit 1'], exit: { code: 1, signal: null } },
])('$args ends with $exit', async ({ args, exit }) => {
  const session = await open({ args })
  expect(await session.exit).toEqual({ ...exit, error: null })
})

test('a program that is not there is an error of its own, in the words of runc', async () => {
  const session = await open({ args: ['no-such-program'] })
  const exit = await session.exit
  expect(exit).toMatchObject({ code: 255, signal: null, error: { code: 'ExecFailed' } })
  expect(exit.error?.message).toBe(
    'runc could not run “no-such-program” in “box”: unable to start container process: exec: "no-such-program": executable file not found in $PATH.',
  )
  expect(bench.commands.at(-1)).toMatchObject({
    containerKey: join(bench.root, 'box'),
    exitCode: 255,
    error: { code: 'ExecFailed' },
  })
  expect(session.process.argv.slice(1)).toEqual([
    '--root',
    bench.root,
    'exec',
    '--tty',
    'box',
    'no-such-program',
  ])
})

test('environment, directory and user overlay those of the container', async () => {
  const session = await open({
    args: ['sh', '-c', 'echo $GREETING $TERM ${PATH:+path}; pwd; id -u; id -g; id -G'],
    env: ['GREETING=hello', 'TERM=dumb'],
    cwd: '/etc',
    user: { uid: 7, gid: 8, additionalGids: [9] },
  })
  await session.exit
  // runc makes the terminal pass line ends unchanged only once the program has begun.
  expect(session.text().replaceAll('\r', '').split('\n')).toEqual([
    'hello dumb path',
    '/etc',
    '7',
    '8',
    '8 9',
    '',
  ])
})

test('bytes pass unchanged, those that are no text too', async () => {
  const session = await open({ args: ['sh', '-c', "stty raw; printf '\\303\\050\\377\\000end'"] })
  const chunks: Uint8Array[] = []
  session.process.onData((bytes) => chunks.push(bytes))
  await session.exit
  expect(Buffer.concat(chunks).toString('hex')).toBe('c328ff00656e64')
})

test('a reader that is paused when the program ends gets all of it', async () => {
  const lines = 6000
  const session = await open({ args: ['seq', String(lines)] })
  await session.says('\r\n9\r\n')
  session.process.pause()
  await new Promise((resolve) => setTimeout(resolve, 700))
  session.process.resume()
  await session.exit
  const got = session.text().trim().split('\r\n')
  expect([got.length, got.at(-1)]).toEqual([lines, String(lines)])
})

test('what was written just before the end is complete', async () => {
  const lines = 9000
  const ends = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const session = await open({ args: ['seq', String(lines)] })
      await session.exit
      return session.text().trim().split('\r\n').length
    }),
  )
  expect(ends).toEqual(ends.map(() => lines))
})

test('output before anybody listens is kept', async () => {
  const process = await bench.runtime.startProcess(
    container,
    { args: ['echo', 'early'] },
    {
      terminal: { columns: 80, rows: 24 },
    },
  )
  const exit = new Promise<ProcessExit>((resolve) => process.onExit(resolve))
  await exit
  const chunks: Uint8Array[] = []
  process.onData((bytes) => chunks.push(bytes))
  expect(Buffer.concat(chunks).toString()).toMatch(/^early\r+\n$/)
})

test('closing ends a shell, and what ignores HUP too', async () => {
  const shell = await open({ args: ['sh'] })
  await shell.says('#')
  await shell.process.close()
  const stubborn = await open({
    args: ['sh', '-c', 'trap "" HUP TERM; echo ready; while :; do sleep 1; done'],
  })
  await stubborn.says('ready')
  const startedAt = performance.now()
  await stubborn.process.close()
  expect(performance.now() - startedAt).toBeLessThan(3000)
  expect((await stubborn.exit).code).toBe(137)
  expect(running().filter((line) => line.startsWith('sh'))).toEqual([])
})

test.each([0, 10, 20, 30])('closing %i ms after the start leaves nothing', async (delay) => {
  const session = await open({ args: ['sh', '-c', 'trap "" HUP; sleep 500'] })
  await new Promise((resolve) => setTimeout(resolve, delay))
  await session.process.close()
  await session.exit
  expect(running().filter((line) => line !== 'sleep 1')).toEqual(['sleep 600'])
})

test('several sessions run beside each other', async () => {
  const sessions = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      open({ args: ['sh', '-c', `echo number ${index}; exit ${index}`] }),
    ),
  )
  const exits = await Promise.all(sessions.map((session) => session.exit))
  expect(exits.map((exit) => exit.code)).toEqual([0, 1, 2, 3, 4, 5])
})

test('a signal reaches the program', async () => {
  const session = await open({
    args: ['sh', '-c', 'trap "echo got it; exit 3" USR1; echo ready; while :; do sleep 0.05; done'],
  })
  await session.says('ready')
  session.process.signal('USR1')
  expect((await session.exit).code).toBe(3)
  expect(session.text()).toContain('got it')
})

test('what cannot work is refused with its reason', async () => {
  const size = { terminal: { columns: 80, rows: 24 } }
  const stranger = await bench.another({ stateDirectory: `${bench.directory}/elsewhere` })
  await expect(stranger.startProcess(container, { args: ['sh'] }, size)).rejects.toMatchObject({
    code: 'InvalidContainerType',
  })
  await expect(bench.runtime.startProcess(container, { args: [] }, size)).rejects.toMatchObject({
    code: 'InvalidArgument',
  })
  await container.pause()
  await expect(bench.runtime.startProcess(container, { args: ['sh'] }, size)).rejects.toMatchObject({
    code: 'Paused',
  })
  await container.resume()
})

test('a session ends with its container, and no file is left', async () => {
  const session = await open({ args: ['sh'] })
  await session.says('#')
  await container.kill('KILL')
  expect((await session.exit).code).toBe(137)
  await container.wait()
  const size = { terminal: { columns: 80, rows: 24 } }
  await expect(bench.runtime.startProcess(container, { args: ['sh'] }, size)).rejects.toMatchObject({
    code: 'ContainerExited',
  })
  const layout = createLayout({
    root: bench.root,
    stateDirectory: `${bench.directory}/state`,
    socketDirectory: `${bench.directory}/s`,
  })
  expect(readdirSync(layout.operationsDirectory)).toEqual([])
})
