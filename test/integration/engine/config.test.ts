// What containers are configured to be and what they are, through the engine: own ones with a changed bundle, shared
// namespaces, those of others, and a config.json of many megabytes.
import { execFileSync } from 'node:child_process'
import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBundle, type OciConfig } from '../../fixtures/bundle.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

let entry: { program: string; folder: string }
let engine: RealEngine

beforeAll(async () => {
  entry = await bundleEntry('electron/engine/stdio-entry.ts')
  engine = await startRealEngine(entry)
})
afterAll(async () => {
  await engine.dispose()
  await rm(entry.folder, { recursive: true, force: true })
})

async function create(
  id: string,
  edit?: (config: OciConfig) => void,
): Promise<{ key: string; bundle: string }> {
  const bundle = makeBundle(join(engine.folder, `bundle-${id}`), edit ? { edit } : {})
  const { key } = await engine.client.call('containers.create', { id, bundle })
  return { key, bundle }
}
const read = (key: string) => engine.client.call('config.read', { key })

function change(bundle: string, edit: (config: OciConfig) => void): void {
  const file = join(bundle, 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as OciConfig
  edit(config)
  writeFileSync(file, JSON.stringify(config))
}

describe('a running container', () => {
  it('has what it was given beside what holds', async () => {
    const { key } = await create('config-web', (config) => {
      Object.assign(config.process, {
        rlimits: [{ type: 'RLIMIT_NOFILE', soft: 512, hard: 512 }],
        capabilities: {
          bounding: ['CAP_CHOWN', 'CAP_KILL'],
          permitted: ['CAP_CHOWN'],
          effective: ['CAP_CHOWN'],
        },
      })
      config.annotations = { 'org.example.team': 'web' }
    })
    await engine.client.call('containers.start', { key })
    // Its first process is runc's until that has become the program.
    await expect.poll(async () => (await read(key)).now?.args).toEqual(['sleep', '600'])
    const { view, now, problem, difference } = await read(key)
    expect({ problem, difference }).toEqual({
      problem: null,
      difference: { state: 'same', sentence: null, texts: null },
    })
    expect(view).toMatchObject({
      process: { args: ['sleep', '600'], rlimits: [{ type: 'RLIMIT_NOFILE', soft: '512' }] },
      annotations: [{ name: 'org.example.team', value: 'web' }],
    })
    expect(now?.capabilities).toMatchObject({ effective: ['CAP_CHOWN'], bounding: ['CAP_CHOWN', 'CAP_KILL'] })
    expect(now?.rlimits).toContainEqual({ type: 'RLIMIT_NOFILE', soft: '512', hard: '512' })
    expect(now).toMatchObject({
      args: ['sleep', '600'],
      cwd: '/',
      user: '0:0',
      seccompMode: 0,
      noNewPrivileges: true,
    })
    const pid = now?.namespaces.find(({ type }) => type === 'pid')
    expect(pid).toMatchObject({
      isOfMachine: false,
      count: 1,
      members: [{ pid: now?.pid, container: 'config-web' }],
    })
    expect(now?.namespaces.find(({ type }) => type === 'user')).toMatchObject({
      isOfMachine: true,
      members: [],
    })
  })

  it('tells who shares its namespaces', async () => {
    const { containers } = await engine.client.call('containers.snapshot', {})
    const web = containers.find(({ id }) => id === 'config-web')
    const { key } = await create('config-side', (config) => {
      config.linux.namespaces = config.linux.namespaces.map((one) =>
        one.type === 'network' ? { type: 'network', path: `/proc/${web?.pid}/ns/net` } : one,
      )
    })
    await engine.client.call('containers.start', { key })
    const { now, view } = await read(key)
    expect(view?.namespaces).toContainEqual({ type: 'network', path: `/proc/${web?.pid}/ns/net` })
    const network = now?.namespaces.find(({ type }) => type === 'network')
    expect(network?.members.map(({ container }) => container).toSorted()).toEqual([
      'config-side',
      'config-web',
    ])
    expect(now?.namespaces.find(({ type }) => type === 'mount')?.count).toBe(1)
  })
})

describe('a bundle that was changed', () => {
  it('is told with both sides; spaces are no change, and a change that is taken back is none', async () => {
    const { key, bundle } = await create('config-changed')
    const before = readFileSync(join(bundle, 'config.json'), 'utf8')
    change(bundle, () => {})
    expect((await read(key)).difference.state).toBe('same')
    change(bundle, (config) => {
      config.process.args = ['sleep', '1200']
    })
    const { difference, view } = await read(key)
    expect(view?.process?.args).toEqual(['sleep', '600'])
    expect(difference.state).toBe('different')
    expect(difference.texts?.running).toContain('"600"')
    expect(difference.texts?.bundle).toContain('"1200"')
    const only = (text = '', other = '') =>
      text.split('\n').filter((line) => !other.split('\n').includes(line))
    expect(only(difference.texts?.bundle, difference.texts?.running).map((line) => line.trim())).toEqual([
      '"1200"',
    ])
    writeFileSync(join(bundle, 'config.json'), before)
    expect((await read(key)).difference.state).toBe('same')
    writeFileSync(join(bundle, 'config.json'), '{')
    expect((await read(key)).difference).toMatchObject({ state: 'unknown', texts: null })
  })

  it('of a container of others cannot be compared, and that is said', async () => {
    const bundle = makeBundle(join(engine.folder, 'bundle-other'))
    utimesSync(join(bundle, 'config.json'), 1, 1)
    execFileSync('runc', ['--root', engine.runcRoot, 'run', '-d', '-b', bundle, 'config-other'], {
      stdio: 'ignore',
    })
    const key = engine.keyOf('config-other')
    expect((await read(key)).difference.state).toBe('same')
    const late = Date.now() / 1000 + 60
    utimesSync(join(bundle, 'config.json'), late, late)
    expect((await read(key)).difference).toMatchObject({
      state: 'unknown',
      sentence: expect.stringContaining('keeps no copy'),
    })
    await rm(bundle, { recursive: true })
    expect(await read(key)).toMatchObject({
      view: null,
      problem: expect.stringContaining('cannot be read'),
      now: {},
    })
  })
})

describe('the files themselves', () => {
  it('are as they are on disk', async () => {
    const key = engine.keyOf('config-web')
    const state = await engine.client.call('config.raw', { key, file: 'state' })
    expect(state).toMatchObject({ path: join(key, 'state.json'), isCut: false })
    expect(state.text).toBe(readFileSync(join(key, 'state.json'), 'utf8'))
    const config = await engine.client.call('config.raw', { key, file: 'config' })
    expect(JSON.parse(config.text)).toMatchObject({ process: { args: ['sleep', '600'] } })
  })

  it('of twenty megabytes are cut, with a sentence, while the engine goes on answering', async () => {
    const { key } = await create('config-huge', (config) => {
      config.annotations = { large: 'x'.repeat(20 * 1024 * 1024) }
    })
    const answers = read(key)
    await engine.client.call('engine.ping', {})
    const { view, problem, difference } = await answers
    expect(view).toBeNull()
    expect(problem).toContain('MB are made readable')
    expect(difference.state).toBe('same')
    const raw = await engine.client.call('config.raw', { key, file: 'config' })
    expect([raw.isCut, raw.text.length, raw.bytes > 20 * 1024 * 1024]).toEqual([true, 1024 * 1024, true])
  })
})
