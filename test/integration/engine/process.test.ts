// The engine as a process: how it ends, what it says of bad input and bad places, and that containers outlive it.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEngineClient } from '../../../src-shared/client.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { childWire } from '../../fixtures/engine/wires.ts'

let bundle: { program: string; folder: string }
let folder: string
const runc = execFileSync('/bin/sh', ['-c', 'command -v runc']).toString().trim()

beforeAll(async () => {
  bundle = await bundleEntry('electron/engine/stdio-entry.ts')
})
afterAll(() => rm(bundle.folder, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rde-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function start(environment: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, [bundle.program], {
    env: {
      PATH: process.env['PATH'] ?? '',
      RUNC_DESKTOP_HOME: join(folder, 'home'),
      RUNC_DESKTOP_RUNC_ROOT: join(folder, 'runc'),
      RUNC_DESKTOP_CHECK_RESULTS: '1',
      ...environment,
    },
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  return { child, ended, said: () => said, connect: () => createEngineClient(childWire(child, () => {})) }
}

/** Of a container in this test's root. */
function keyOf(id: string): string {
  return join(folder, 'runc', id)
}

/** A program of this name that does what the script says. */
function fake(name: string, script: string): void {
  const path = join(folder, 'bin', name)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

describe('the engine’s process', () => {
  it('ends when its input does, and containers go on', async () => {
    const first = start()
    const client = first.connect()
    await client.call('containers.createSample', { id: 'survivor' })
    await client.call('containers.start', { key: keyOf('survivor') })
    client.close()
    expect([await first.ended, first.said()]).toEqual([[0, null], ''])

    const second = start()
    const again = second.connect()
    expect((await again.call('containers.snapshot', {})).containers).toMatchObject([
      { id: 'survivor', status: 'running', owner: { kind: 'self' } },
    ])
    await again.call('containers.delete', { key: keyOf('survivor'), force: true })
    again.close()
    expect(await second.ended).toEqual([0, null])
  })

  it('finishes what is under way when its client goes', async () => {
    const engine = start()
    const client = engine.connect()
    await client.call('engine.ping', {})
    void client.call('containers.createSample', { id: 'whole' }).catch(() => {})
    client.close()
    await engine.ended
    const next = start()
    const again = next.connect()
    expect((await again.call('containers.snapshot', {})).containers).toMatchObject([{ status: 'created' }])
    await again.call('containers.delete', { key: keyOf('whole'), force: true })
    again.close()
    await next.ended
    expect(readdirSync(join(folder, 'runc'))).toEqual([])
  })

  it('ends with a sentence when it is sent what is no message', async () => {
    const engine = start()
    engine.child.stdin?.write('GET / HTTP/1.1\r\n\r\n')
    expect(await engine.ended).toEqual([0, null])
    expect(engine.said()).toMatch(/^The other side sent something that is no message: .*\.\n$/)
  })

  it('ends with a sentence when it has no place', async () => {
    writeFileSync(join(folder, 'home'), 'a file')
    const engine = start()
    expect(await engine.ended).toEqual([1, null])
    expect(engine.said()).toMatch(/^The engine cannot run: The directory .* cannot be made: ENOTDIR.*\n$/)
  })

  it('ends with a sentence when its place is open to others', async () => {
    mkdirSync(join(folder, 'home/run'), { recursive: true })
    chmodSync(join(folder, 'home/run'), 0o777)
    const engine = start()
    expect(await engine.ended).toEqual([1, null])
    expect(engine.said()).toMatch(/home\/run has to be a directory that only this user can enter\.\n$/)
  })

  it('removes what an engine left that was killed in the middle', async () => {
    const bundles = join(folder, 'home/data/bundles')
    mkdirSync(join(bundles, ',making-5000000-abc/rootfs'), { recursive: true })
    const engine = start()
    const client = engine.connect()
    await client.call('engine.ping', {})
    await expect.poll(() => readdirSync(bundles)).toEqual([])
    client.close()
    await engine.ended
  })
})

describe('a machine that lacks something', () => {
  /** Runs the engine on a PATH of its own; the system's own folders are always looked at, so fakes stand in front. */
  async function withFakes<Value>(work: (client: ReturnType<typeof createEngineClient>) => Promise<Value>) {
    const engine = start({ PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` })
    const client = engine.connect()
    try {
      return await work(client)
    } finally {
      client.close()
      await engine.ended
    }
  }

  it('a runc that fails is quoted, and nothing is left', async () => {
    fake(
      'runc',
      `case "$*" in *--version*|"spec "*) exec ${runc} "$@";; esac; echo "it is broken" >&2; exit 7`,
    )
    await withFakes(async (client) => {
      const failure = await client
        .call('containers.createSample', { id: 'no' })
        .catch((error: unknown) => error)
      expect(failure).toMatchObject({ message: expect.stringContaining('no') })
      expect((await client.call('containers.snapshot', {})).containers).toEqual([])
      await client.call('engine.ping', {})
    })
    expect(readdirSync(join(folder, 'home/data/bundles'))).toEqual([])
    expect(existsSync(join(folder, 'runc')) ? readdirSync(join(folder, 'runc')) : []).toEqual([])
  })

  it('a runc that hangs can be given up, and nothing is left', async () => {
    fake('runc', `case "$*" in *--version*|"spec "*) exec ${runc} "$@";; esac; exec sleep 1000`)
    await withFakes(async (client) => {
      const abort = new AbortController()
      const call = client.call('containers.createSample', { id: 'no' }, { signal: abort.signal })
      setTimeout(() => abort.abort(), 300)
      await expect(call).rejects.toMatchObject({ code: 'Cancelled' })
      expect((await client.call('containers.snapshot', {})).containers).toEqual([])
    })
    expect(readdirSync(join(folder, 'home/data/bundles'))).toEqual([])
  })

  it('a `runc spec` that is broken is told in a sentence', async () => {
    fake('runc', `case "$*" in *--version*) exec ${runc} "$@";; esac; echo "no spec today" >&2; exit 1`)
    await withFakes(async (client) => {
      await expect(client.call('containers.createSample', { id: 'no' })).rejects.toMatchObject({
        code: 'RuncFailed',
        message: 'runc could not write a config.json: no spec today',
      })
    })
    expect(readdirSync(join(folder, 'home/data/bundles'))).toEqual([])
  })
})
