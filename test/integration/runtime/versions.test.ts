// The same on every runc that can be had: the machine's, and newer ones of the archive's. Their words, their state.json
// and their flags differ; what the module makes of them must not.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import { codeOf } from '../../../electron/runtime/error-table.ts'
import { parseRuncLog, wordsOf } from '../../../electron/runtime/runc-log.ts'
import type { ContainerState, ProcessSpec } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

const { runcs, criu, reason } = await otherPrograms()

/** The machine's own is found as any program is. */
const versions: { name: string; runtime: string }[] = [
  { name: 'the installed runc', runtime: 'runc' },
  ...runcs.map(({ version, directory }) => ({ name: `runc ${version}`, runtime: join(directory, 'runc') })),
]

test('there are newer ones to be had', ({ skip }) => {
  skip(runcs.length === 0, reason ?? '')
  expect(runcs.map(({ version }) => version)).toEqual([...new Set(runcs.map(({ version }) => version))])
})

interface Listed {
  ociVersion: string
  id: string
  pid: number
  status: string
  bundle: string
  rootfs: string
  created: string
  annotations?: Record<string, string>
  owner?: string
}

describe.each(versions)('$name', ({ runtime: program }) => {
  let bench: Bench

  beforeAll(async () => {
    const programs = criu ? { criu: join(criu.directory, 'criu') } : {}
    bench = await openBench({ runtime: program, ...programs })
  })
  afterAll(() => bench.close())

  function ask(...args: string[]): unknown {
    const text = execFileSync(program, ['--root', bench.root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return JSON.parse(text)
  }

  /** `1.4.3` as 104. */
  function number(): number {
    const [major = 0, minor = 0] = (bench.runtime.info.runc?.version ?? '').split('.').map(Number)
    return 100 * major + minor
  }

  function foreign(id: string, args?: string[]): string {
    return bench.bundle(`bundle-${id}`, {
      ...(args ? { args } : {}),
      edit: (config) => (config.linux.cgroupsPath = `${foreignCgroups}/${id}`),
    })
  }

  async function exec(id: string, spec: ProcessSpec): Promise<{ code: number | null; text: string }> {
    const process = await bench.runtime.startProcess(bench.runtime.get(id), spec, { terminal: null })
    const chunks: Uint8Array[] = []
    process.onData((bytes) => chunks.push(bytes))
    const { code, error } = await process.wait()
    if (error) throw error
    return { code, text: Buffer.concat(chunks).toString() }
  }

  test('what it tells of itself', async () => {
    const { info } = bench.runtime
    expect(await bench.runtime.version()).toMatchObject({ name: 'runc', version: info.runc?.version })
    const features = await bench.runtime.features()
    expect(features.linux?.namespaces).toContain('pid')
    expect(features.annotations['org.opencontainers.runc.version']).not.toMatch(/\s/)
    expect(await bench.runtime.spec()).toMatchObject({ process: { args: ['sh'] } })
  })

  test('a container’s life', async () => {
    const bundle = bench.bundle('life', {
      args: ['sh', '-c', 'echo hello; trap "exit 9" TERM; while :; do sleep 0.05; done'],
    })
    const container = await bench.runtime.create('life', bundle)
    expect(container.state()).toMatchObject({ status: 'created', bundle, hasCgroup: true, startedAt: null })
    await container.start()
    expect(container.state()).toMatchObject({ status: 'running', pid: container.pid() })
    const records: string[] = []
    for await (const { bytes } of container.logs({ follow: true })) {
      records.push(Buffer.from(bytes).toString())
      break
    }
    expect(records).toEqual(['hello\n'])
    expect(await exec('life', { args: ['sh', '-c', 'echo in; exit 7'], env: ['A=b'] })).toEqual({
      code: 7,
      text: 'in\n',
    })
    // A program may end with 255 as well as runc.
    expect(await exec('life', { args: ['sh', '-c', 'exit 255'] })).toMatchObject({ code: 255 })
    const terminal = await bench.runtime.startProcess(
      container,
      { args: ['stty', 'size'] },
      { terminal: { columns: 91, rows: 31 } },
    )
    const shown: Uint8Array[] = []
    terminal.onData((bytes) => shown.push(bytes))
    expect(await terminal.wait()).toMatchObject({ code: 0 })
    expect(Buffer.concat(shown).toString().trim()).toBe('31 91')
    const detached = await bench.runtime.startProcess(
      container,
      { args: ['sh', '-c', 'exit 4'] },
      { terminal: null, detached: true },
    )
    expect(await detached.wait()).toMatchObject({ code: 4 })
    await container.pause()
    expect(container.state().status).toBe('paused')
    await container.resume()
    // Its sleeps come and go.
    expect(container.ps()[0]).toMatchObject({ isInit: true, pid: container.pid() })
    expect(container.stats()).toMatchObject({ cpu: { totalNs: expect.any(Number) } })
    await container.stop(5000)
    expect(await container.wait()).toMatchObject({ code: 9, signal: null, source: 'conmon' })
    await container.delete()
    expect(bench.traces('life')).toEqual([])
  })

  test('its state, read, is what it lists', async () => {
    const lives = ['created', 'running', 'paused', 'stopped'] as const
    for (const life of lives) {
      const ours = await bench.runtime.create(`our-${life}`, bench.bundle(`our-${life}`))
      const verb = life === 'created' ? 'create' : 'run'
      const detach = verb === 'run' ? ['--detach'] : []
      bench.runc(verb, ...detach, '--bundle', foreign(`their-${life}`), `their-${life}`)
      const theirs = bench.runtime.get(`their-${life}`)
      if (life === 'created') continue
      await ours.start()
      for (const one of [ours, theirs]) {
        if (life === 'paused') await one.pause()
        if (life !== 'stopped') continue
        await one.kill('KILL')
        await one.wait()
      }
    }
    const fieldsOf = (state: ContainerState): Listed => ({
      ociVersion: state.ociVersion,
      id: state.id,
      pid: state.pid ?? 0,
      status: state.status,
      bundle: state.isSupervised
        ? join(bench.runtime.get(state.id).logPath ?? '', '..', 'bundle')
        : state.bundle,
      rootfs: state.rootfs,
      created: state.created ?? '',
      ...(Object.keys(state.annotations).length > 0 ? { annotations: state.annotations } : {}),
    })
    const listed = (ask('list', '--format', 'json') as Listed[]).map(({ owner: _owner, ...fields }) => fields)
    expect(bench.runtime.list().map(fieldsOf)).toEqual(listed)
    expect(listed.map(({ status }) => status).toSorted()).toEqual(
      lives.flatMap((life) => [life, life]).toSorted(),
    )
    for (const { id } of listed) {
      const { owner: _owner, ...alone } = ask('state', id) as Listed
      expect(fieldsOf(bench.runtime.get(id).state())).toEqual(alone)
    }
    for (const { id } of listed) await bench.runtime.get(id).delete({ force: true })
    expect([bench.runtime.list(), ask('list', '--format', 'json')]).toEqual([[], null])
  })

  test('limits are changed and read back', async () => {
    const container = await bench.runtime.create('limited', bench.bundle('limited'))
    await container.start()
    const hasMemory = container.resources().memory.limit !== null
    const changes = {
      ...(hasMemory ? { memory: { limit: 64 * 1024 * 1024 } } : {}),
      ...(container.resources().pids.limit === null ? {} : { pids: { limit: 50 } }),
    }
    if (Object.keys(changes).length > 0) expect(await container.update(changes)).toMatchObject(changes)
    const { burst, idle } = container.resources().cpu
    const newer = [
      // Saved up of a quota, so there has to be one.
      ...(burst === null ? [] : [{ cpu: { quota: 50_000, period: 100_000, burst: 10_000 } }]),
      ...(idle === null ? [] : [{ cpu: { idle: 1 as const } }]),
      { memory: { checkBeforeUpdate: false } },
    ]
    for (const change of newer) {
      const changed = container.update(change)
      if (number() < 102) await expect(changed).rejects.toMatchObject({ code: 'NotSupported' })
      else if ('cpu' in change) expect(await changed).toMatchObject(change)
      // Whether this kernel has it is another matter.
      else expect(await changed.catch((error: unknown) => error)).not.toMatchObject({ code: 'NotSupported' })
    }
    await container.delete({ force: true })
  })

  test('what cannot be has its code', async () => {
    const codes: Record<string, unknown> = {}
    const trying = async (name: string, attempt: Promise<unknown>): Promise<void> => {
      codes[name] = await attempt.then(
        () => 'done',
        (error: unknown) => (error as { code?: string }).code ?? error,
      )
    }
    /** By plain runc, where the module would ask nobody. */
    const words = (name: string, ...args: string[]): void => {
      const log = parseRuncLog(bench.runc('--log-format', 'json', ...args).output)
      codes[name] = codeOf(wordsOf(log) ?? '')
    }
    const bundle = foreign('wrong')
    words('state of none', 'state', 'none')
    words('delete of none', 'delete', 'none')
    words('id', 'create', '--bundle', bundle, 'a b')
    words('no bundle', 'create', '--bundle', join(bench.directory, 'nowhere'), 'nobundle')
    words('no program', 'run', '--detach', '--bundle', foreign('noprogram', ['no-such']), 'noprogram')
    words('not executable', 'run', '--detach', '--bundle', foreign('text', ['/etc/passwd']), 'text')
    words('no arguments', 'run', '--detach', '--bundle', foreign('noargs', []), 'noargs')
    bench.runc('create', '--bundle', bundle, 'wrong')
    words('taken', 'create', '--bundle', bundle, 'wrong')
    const container = bench.runtime.get('wrong')
    await trying('resume of created', container.resume())
    await container.start()
    await trying('second start', container.start())
    await trying('resume of running', container.resume())
    await trying('delete of running', container.delete())
    words('unknown signal', 'kill', 'wrong', 'NOSUCH')
    await trying('program', exec('wrong', { args: ['no-such'] }))
    await trying('directory', exec('wrong', { args: ['true'], cwd: '/no/such' }))
    await container.pause()
    await trying('second pause', container.pause())
    words('exec in paused', 'exec', 'wrong', 'true')
    await trying('delete of paused', container.delete())
    await trying('start of paused', container.start())
    await container.kill('KILL')
    await container.wait()
    await trying('kill of stopped', container.kill('TERM'))
    await trying('pause of stopped', container.pause())
    await trying('resume of stopped', container.resume())
    await trying('start of stopped', container.start())
    words('exec in stopped', 'exec', 'wrong', 'true')
    await container.delete()
    expect(codes).toEqual({
      'state of none': 'NotFound',
      'delete of none': 'NotFound',
      id: 'InvalidId',
      'no bundle': 'BundleInvalid',
      'no program': 'ExecFailed',
      'not executable': 'ExecFailed',
      'no arguments': 'BundleInvalid',
      taken: 'Exists',
      'resume of created': 'NotPaused',
      'second start': 'Running',
      'resume of running': 'NotPaused',
      'delete of running': 'Running',
      'unknown signal': 'InvalidArgument',
      program: 'ExecFailed',
      directory: 'ExecFailed',
      'second pause': 'Paused',
      'exec in paused': 'Paused',
      'delete of paused': 'Paused',
      'start of paused': 'Paused',
      'kill of stopped': 'Stopped',
      'pause of stopped': 'Stopped',
      'resume of stopped': 'Stopped',
      'start of stopped': 'Stopped',
      'exec in stopped': 'Stopped',
    })
  })

  test('signals reach all, and a pid namespace that is not its own leaves nobody behind', async () => {
    const container = await bench.runtime.create(
      'shared',
      bench.bundle('shared', {
        args: ['sh', '-c', 'sleep 600 & sleep 600; exit'],
        edit: (config) => {
          config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid')
        },
      }),
    )
    await container.start()
    await expect.poll(() => container.ps().length).toBe(3)
    await container.kill('KILL', { all: true })
    expect(await container.wait()).toMatchObject({ code: 137 })
    await container.delete()
    expect(bench.traces('shared')).toEqual([])
  })

  test('a checkpoint with what this version knows', async ({ skip }) => {
    const support = await bench.runtime.checkpointSupport()
    const container = await bench.runtime.create('saved', bench.bundle('saved'))
    await container.start()
    if (number() < 103) {
      for (const option of [{ linkRemap: true }, { tcpSkipInFlight: true }]) {
        await expect(container.checkpoint({ name: 'no', ...option })).rejects.toMatchObject({
          code: 'NotSupported',
          message: expect.stringContaining('1.3'),
        })
      }
    }
    skip(!support.isSupported, `${support.reason} ${reason ?? ''}`)
    const newer = number() < 103 ? {} : { linkRemap: true, tcpSkipInFlight: true }
    await container.checkpoint({ name: 'one', leaveRunning: false, fileLocks: true, ...newer })
    expect(container.exit()).toMatchObject({ code: null, checkpoint: 'one' })
    const restored = await container.restore('one')
    expect(restored.state()).toMatchObject({ status: 'running', isSupervised: true })
    expect(await exec('saved', { args: ['echo', 'back'] })).toEqual({ code: 0, text: 'back\n' })
    await restored.delete({ force: true })
    expect(bench.traces('saved')).toEqual([])
  })
})
