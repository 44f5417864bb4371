// Sessions of every kind on real runc: on pipes, attached to init, surviving the engine; and what a container offers.
import { rm } from 'node:fs/promises'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProcessRequest, TerminalSummary } from '../../../src-shared/terminal-model.ts'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { rowOf, startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'
import { viewTerminal } from '../../fixtures/engine/viewer.ts'
import { openArguments } from '../../fixtures/terminals.ts'

let entry: { program: string; folder: string }
let engine: RealEngine
const never = 'a sentence that no program says'

beforeAll(async () => {
  entry = await bundleEntry('electron/engine/stdio-entry.ts')
  engine = await startRealEngine(entry)
  await create('home', {})
})
afterAll(async () => {
  await engine.dispose()
  await rm(entry.folder, { recursive: true, force: true })
})

function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 20_000, interval: 10 })
}

/** A started container with a bundle of its own. */
async function create(id: string, options: { args?: string[]; terminal?: boolean }): Promise<string> {
  const bundle = makeBundle(join(engine.folder, `bundle-${id}`), {
    ...(options.args ? { args: options.args } : {}),
    edit: (config) => {
      config.process.terminal = options.terminal ?? false
      config.process.env.push('HOME=/root')
    },
  })
  const rootfs = join(bundle, 'rootfs')
  writeFileSync(
    join(rootfs, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:App:/home/app:/bin/sh\n',
  )
  writeFileSync(join(rootfs, 'etc/group'), 'root:x:0:\napps:x:1001:\nlogs:x:7:app\n')
  writeFileSync(join(rootfs, 'etc/shells'), '# valid shells\n/bin/sh\n/bin/absent\n')
  mkdirSync(join(rootfs, 'home/app'), { recursive: true })
  symlinkSync('/bin/busybox', join(rootfs, 'bin/ash'))
  const { key } = await engine.client.call('containers.create', { id, bundle })
  await engine.client.call('containers.start', { key })
  return key
}

function open(id: string, request: Partial<ProcessRequest>): Promise<TerminalSummary> {
  return engine.client.call('terminals.open', openArguments(engine.runcRoot, id, request))
}
const sh = (script: string): string[] => ['/bin/sh', '-c', script]

describe('a program without a terminal', () => {
  it('has its outputs apart, its exit code and how long it took', async () => {
    const summary = await open('home', { tty: false, args: sh('echo out; echo err >&2; exit 3') })
    expect(summary).toMatchObject({ kind: 'pipes', tty: false })
    const view = viewTerminal(engine.client, summary.id)
    await poll(view.ended).toMatchObject({ exit: { code: 3, error: null, durationMs: expect.any(Number) } })
    expect([view.text(), view.errorText()]).toEqual(['out\n', 'err\n'])
  })

  it('reads a file of this machine to its end', async () => {
    const path = join(engine.folder, 'input.txt')
    writeFileSync(path, 'line\n'.repeat(200_000))
    const input = { from: 'file' as const, path }
    const { id } = await open('home', {
      tty: false,
      args: sh('cat | wc -l'.replace('wc -l', "tr -d l | tr -d '\\n' | tr -s ine x")),
      input,
    })
    const view = viewTerminal(engine.client, id)
    await poll(view.ended).toMatchObject({ exit: { code: 0 } })
    expect(view.text()).toBe('x')
  })

  it('has no input, or what its viewer types until it says that this was all', async () => {
    const none = viewTerminal(engine.client, (await open('home', { tty: false, args: ['/bin/cat'] })).id)
    await poll(none.ended).toMatchObject({ exit: { code: 0 } })
    const typed = viewTerminal(
      engine.client,
      (await open('home', { tty: false, args: ['/bin/cat'], input: { from: 'viewer' } })).id,
    )
    typed.type('some words')
    await poll(typed.text).toBe('some words')
    expect(typed.ended()).toBeNull()
    typed.stream.send({ type: 'eof' })
    await poll(typed.ended).toMatchObject({ exit: { code: 0 } })
  })

  it('refuses an input that is no file, by the name of the field', async () => {
    for (const path of ['/dev/zero', engine.folder, join(engine.folder, 'absent')]) {
      await expect(
        open('home', { tty: false, args: ['/bin/cat'], input: { from: 'file', path } }),
      ).rejects.toMatchObject({ code: 'BadArgument', detail: { path: 'request.input.path' } })
    }
  })

  it('can be sent a signal', async () => {
    const { id } = await open('home', { tty: false, args: sh('echo ready; exec sleep 600') })
    const view = viewTerminal(engine.client, id)
    await expect.poll(() => view.text(), { timeout: 20_000 }).toBe('ready\n')
    await engine.client.call('terminals.signal', { id, signal: 'TERM' })
    await poll(view.ended).toMatchObject({ exit: { code: 143, signal: 'SIGTERM', reason: null } })
  })
})

describe('who runs what', () => {
  it('is what was asked for, by name', async () => {
    const request = {
      tty: false,
      args: sh('id -u; id -g; echo $HOME; pwd; echo $COLOUR; cat /proc/self/status'),
      user: 'app',
      additionalGroups: ['50'],
      cwd: '/tmp',
      env: ['COLOUR=blue'],
      capabilities: ['CAP_CHOWN'],
    }
    const view = viewTerminal(engine.client, (await open('home', request)).id)
    await poll(view.ended).toMatchObject({ exit: { code: 0 } })
    const text = view.text()
    expect(text.split('\n').slice(0, 5)).toEqual(['1000', '1001', '/home/app', '/tmp', 'blue'])
    expect(text).toMatch(/^Groups:\s+7 50/m)
    // CAP_CHOWN is bit 0.
    expect(text).toMatch(/^CapBnd:\s+0000000000000001$/m)
    expect(text).toMatch(/^CapEff:\s+0000000000000001$/m)
  })

  it('is refused by the name of the field, and told beforehand', async () => {
    const key = engine.keyOf('home')
    const wrong = openArguments(engine.runcRoot, 'home', { user: 'nobody-here' })
    await expect(engine.client.call('terminals.open', wrong)).rejects.toMatchObject({
      code: 'BadArgument',
      message: expect.stringContaining('nobody-here'),
    })
    const preview = await engine.client.call('terminals.preview', { key, request: wrong.request })
    expect(preview.problem).toMatchObject({ detail: { path: 'request.user' } })
    const { request } = openArguments(engine.runcRoot, 'home', { user: 'app', cwd: '/tmp', args: ['ls'] })
    const { argv, problem } = await engine.client.call('terminals.preview', { key, request })
    expect(problem).toBeNull()
    expect(argv.slice(1)).toEqual(
      `--root ${engine.runcRoot} exec --tty --cwd /tmp --user 1000:1001 --additional-gids 7 --env COLORTERM=truecolor --env HOME=/home/app home ls`.split(
        ' ',
      ),
    )
  })

  it('can be chosen from what the container has', async () => {
    const options = await engine.client.call('terminals.options', { key: engine.keyOf('home') })
    expect(options.shells).toEqual([
      { path: '/bin/ash', source: 'usual', isDefault: true },
      { path: '/bin/sh', source: 'shells', isDefault: false },
    ])
    expect(options.users).toContainEqual({ name: 'app', uid: 1000, gid: 1001, home: '/home/app' })
    expect(options).toMatchObject({ problem: null, attach: { tty: false, problem: null } })
    expect(options.recent[0]).toMatchObject({ user: 'app' })
  })
})

describe('attaching to a container’s own program', () => {
  it('shows a terminal’s history, takes input and size from several viewers, and ends nothing', async () => {
    const key = await create('console', { terminal: true, args: sh('echo ready; exec /bin/sh') })
    await expect.poll(async () => (await rowOf(engine.client, 'console'))?.status).toBe('running')
    const session = await engine.client.call('terminals.attach', { key })
    expect(session).toMatchObject({ kind: 'attach', tty: true, request: null })
    expect(await engine.client.call('terminals.attach', { key })).toEqual(session)
    const one = viewTerminal(engine.client, session.id)
    const other = viewTerminal(engine.client, session.id)
    await poll(one.text).toContain('ready')
    one.stream.send({ type: 'resize', columns: 111, rows: 33 })
    one.type('stty size; echo typed-$((40+2))\n')
    await poll(one.text).toContain('typed-42')
    await poll(other.text).toContain('typed-42')
    expect(one.text()).toContain('33 111')
    expect(other.chunks[0]).toMatchObject({ isReplay: true })
    expect(other.chunks.at(-1)?.isReplay).toBeUndefined()
    await engine.client.call('terminals.close', { id: session.id })
    expect((await rowOf(engine.client, 'console'))?.status).toBe('running')
    const again = viewTerminal(engine.client, (await engine.client.call('terminals.attach', { key })).id)
    await poll(again.text).toContain('typed-42')
    again.type('exit 5\n')
    await poll(again.ended).toMatchObject({ exit: { code: 5, durationMs: expect.any(Number) } })
  })

  it('shows the end of a huge log at once, over its files, and never slows the program', async () => {
    const lines = 400_000
    const key = await create('chatty', { args: sh(`seq 1 ${lines}; echo all-said; sleep 600`) })
    const { id } = await engine.client.call('terminals.attach', { key })
    const slow = viewTerminal(engine.client, id)
    slow.hold()
    const quick = viewTerminal(engine.client, id)
    await poll(() => quick.text().endsWith('all-said\n')).toBe(true)
    const late = viewTerminal(engine.client, id)
    await poll(() => late.text().endsWith('all-said\n')).toBe(true)
    expect(late.chunks[0]?.omittedBytes).toBeGreaterThan(1024 * 1024)
    expect(late.text()).toMatch(/^\d+\n/)
    expect(late.text().endsWith(`${lines - 1}\n${lines}\nall-said\n`)).toBe(true)
    // The one that hung has lost nothing.
    slow.consume()
    await poll(() => slow.text().endsWith('all-said\n')).toBe(true)
    await engine.client.call('containers.kill', { key, signal: 'KILL' })
    await poll(late.ended).toMatchObject({ exit: { code: 137, signal: 'SIGKILL' } })
  })

  it('says why there is no history of somebody else’s', async () => {
    const { execFileSync } = await import('node:child_process')
    const bundle = makeBundle(join(engine.folder, 'bundle-foreign'))
    execFileSync('runc', ['--root', engine.runcRoot, 'run', '-d', '-b', bundle, 'foreign'], {
      stdio: 'ignore',
    })
    const key = engine.keyOf('foreign')
    await expect(engine.client.call('terminals.attach', { key })).rejects.toMatchObject({
      code: 'NotSupported',
      message: expect.stringContaining('made by another tool'),
    })
    const { attach } = await engine.client.call('terminals.options', { key })
    expect(attach.problem).toContain('made by another tool')
  })
})

describe('a session that survives the engine', () => {
  it('is there again after a crash, with its name, its output since, input, size and exit code', async () => {
    const shell = await open('home', { args: ['/bin/sh'], persistent: true })
    expect(shell).toMatchObject({ kind: 'persistent', tty: true, argv: expect.arrayContaining(['--exec']) })
    const script = 'n=0; while [ $n -lt 3000 ]; do n=$((n+1)); echo tick $n; sleep 0.02; done'
    const ticking = await open('home', { args: sh(script), tty: false, persistent: true })
    const short = await open('home', {
      args: sh('sleep 0.3; echo bye; exit 9'),
      tty: false,
      persistent: true,
    })
    await engine.client.call('terminals.rename', { id: shell.id, name: 'my shell' })
    const before = viewTerminal(engine.client, shell.id)
    before.type('MARK=kept; echo first-$MARK\n')
    await poll(before.text).toContain('first-kept')
    await engine.leave('SIGKILL')

    engine = await startRealEngine({ ...entry, leftFolder: engine.folder })
    const listed = await engine.client.call('terminals.list', {})
    expect(listed.map(({ id }) => id)).toEqual([shell.id, ticking.id, short.id])
    expect(listed[0]).toMatchObject({ name: 'my shell', openedAt: shell.openedAt, request: shell.request })
    const after = viewTerminal(engine.client, shell.id)
    await poll(after.text).toContain('first-kept')
    after.stream.send({ type: 'resize', columns: 99, rows: 22 })
    after.type('stty size; echo again-$MARK; exit 4\n')
    await poll(after.text).toContain('again-kept')
    expect(after.text()).toContain('22 99')
    await poll(after.ended).toMatchObject({ exit: { code: 4 } })
    const ticks = viewTerminal(engine.client, ticking.id)
    await poll(ticks.text).toMatch(/^tick 1\ntick 2\n/)
    const done = viewTerminal(engine.client, short.id)
    await poll(done.ended).toMatchObject({ exit: { code: 9, durationMs: expect.any(Number) } })
    expect(done.text()).toBe('bye\n')
    for (const { id } of listed) await engine.client.call('terminals.close', { id })
    expect(await engine.client.call('terminals.list', {})).toEqual([])
    const again = await engine.client.call('terminals.list', {})
    expect(again.map(({ name }) => name)).not.toContain(never)
  })
})
