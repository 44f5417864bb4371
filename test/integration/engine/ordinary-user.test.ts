// The engine of an ordinary user: rootless runc, nothing set up for it beforehand.
import { openArguments } from '../../fixtures/terminals.ts'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { plainLineEnds } from '../../fixtures/line-ends.ts'
import { rowOf, startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

/** A user that no machine has an entry for. */
const user = { uid: 54_321, gid: 54_321 }
const isRoot = process.getuid?.() === 0

let bundle: { program: string; folder: string }
let engine: RealEngine

describe.skipIf(!isRoot)('an ordinary user (only root can become one)', () => {
  beforeAll(async () => {
    bundle = await bundleEntry('electron/engine/stdio-entry.ts')
    engine = await startRealEngine({ ...bundle, user })
  })
  afterAll(async () => {
    await engine.dispose()
    await rm(bundle.folder, { recursive: true, force: true })
  })

  it('has a sample that lives its life, with a shell in it', async () => {
    const { client } = engine
    expect(await client.call('engine.info', {})).toMatchObject({
      user: { uid: user.uid, name: String(user.uid) },
      rootless: true,
      sampleProblem: null,
    })
    const { id, key } = await client.call('containers.createSample', { id: null })
    await client.call('containers.start', { key })
    expect(await rowOf(client, id)).toMatchObject({ status: 'running', owner: { kind: 'self' } })

    const terminal = await client.call('terminals.open', openArguments(engine.runcRoot, id))
    expect(terminal.args).toEqual(['/bin/ash'])
    let text = ''
    const ended = new Promise<unknown>((resolve) => {
      const stream = client.open(
        'terminal',
        { id: terminal.id },
        {
          onData: (bytes, consumed) => {
            text += new TextDecoder().decode(bytes)
            consumed()
          },
          onEnd: resolve,
        },
      )
      stream.send({ type: 'input', bytes: new TextEncoder().encode('id -u; exit 5\r') })
    })
    expect(await ended).toMatchObject({ ok: true, value: { exit: { code: 5, error: null } } })
    expect(plainLineEnds(text)).toContain('\r\n0\r\n')

    await client.call('containers.stop', { key, graceMs: 10_000 })
    await expect
      .poll(() => rowOf(client, id), { timeout: 15_000 })
      .toMatchObject({ status: 'stopped', exit: { code: 0 } })
    await client.call('containers.delete', { key, force: false })
    expect(await rowOf(client, id)).toBeNull()
    expect(engine.said()).toBe('')
  })

  it('sees the files of its containers and what they are configured to be, and changes files', async () => {
    const { client } = engine
    const { id, key } = await client.call('containers.createSample', { id: null })
    await client.call('containers.start', { key })
    const from = join(engine.folder, 'note')
    writeFileSync(from, 'text')
    chownSync(from, user.uid, user.gid)
    for (const status of ['running', 'stopped']) {
      if (status === 'stopped') await client.call('containers.stop', { key, graceMs: 0 })
      const path = '/tmp'
      await client.call('files.upload', { key, path, name: status, from, replace: false, transfer: 't' })
      const [told] = await client.call('files.details', { key, path, names: [status] })
      expect(told).toMatchObject({ kind: 'f', size: 4, uid: 0, gid: 0 })
      const losses = await client.call('files.losses', { key, path: `/tmp/${status}` })
      expect(losses).toMatchObject({ entries: 1, problem: null })
      await client.call('files.delete', { key, path: `/tmp/${status}`, transfer: 't' })
    }
    const closed = join((await rowOf(client, id))?.rootfs ?? '', 'tmp/closed')
    mkdirSync(closed)
    chownSync(closed, user.uid, user.gid)
    chmodSync(closed, 0o600)
    const to = join(engine.folder, 'closed.tar')
    await expect(
      client.call('files.download', { key, path: '/tmp/closed', to, transfer: 't' }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/^tar gave up on \/tmp\/closed: .*Permission denied/),
    })
    expect(existsSync(to)).toBe(false)
    const { view, now, difference } = await client.call('config.read', { key })
    expect({ hostname: view?.hostname, now, state: difference.state }).toEqual({
      hostname: id,
      now: null,
      state: 'same',
    })
  })

  it('is told why a container cannot be paused', async () => {
    const { client } = engine
    const { id, key } = await client.call('containers.createSample', { id: null })
    await client.call('containers.start', { key })
    const row = await rowOf(client, id)
    if (row?.hasCgroup === true) {
      await client.call('containers.pause', { key })
      expect(await rowOf(client, id)).toMatchObject({ status: 'paused' })
    } else {
      await expect(client.call('containers.pause', { key })).rejects.toMatchObject({
        code: 'CgroupUnavailable',
      })
    }
  })

  it('is told whose a closed root is, and the engine stays usable', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'rde-closed-'))
    const other = await startRealEngine({ ...bundle, user, runcRoot: closed })
    const { containers, problem } = await other.client.call('containers.snapshot', {})
    expect({ containers, problem }).toMatchObject({
      containers: [],
      problem: { code: 'PermissionDenied', message: expect.stringContaining('belongs to root') },
    })
    expect(await other.client.call('engine.info', {})).toMatchObject({ root: closed })
    await expect(other.client.call('containers.start', { key: other.keyOf('any') })).rejects.toMatchObject({
      code: 'PermissionDenied',
    })
    await expect(other.client.call('containers.createSample', { id: null })).rejects.toMatchObject({
      code: 'PermissionDenied',
      message: expect.stringMatching(/^runc could not create “sample-1”: .*permission denied\.$/),
    })
    expect(other.said()).toBe('')
    await other.dispose()
    rmSync(closed, { recursive: true })
  })
})
