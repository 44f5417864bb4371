// A container whose file system does not answer: it is told so, and neither it nor its page takes the engine's threads.
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBundle } from '../../fixtures/bundle.ts'
import { mountDead, whyNoDeadFileSystem } from '../../fixtures/dead-file-system.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

const reason = whyNoDeadFileSystem()
let entry: { program: string; folder: string }
let engine: RealEngine

describe.skipIf(reason !== null)(`a file system that does not answer${reason ? ` (${reason})` : ''}`, () => {
  beforeAll(async () => {
    entry = await bundleEntry('electron/engine/stdio-entry.ts')
    engine = await startRealEngine(entry)
  })
  afterAll(async () => {
    await engine.dispose()
    await rm(entry.folder, { recursive: true, force: true })
  })

  async function create(id: string): Promise<{ key: string; rootfs: string }> {
    const bundle = makeBundle(join(engine.folder, id))
    const { key } = await engine.client.call('containers.create', { id, bundle })
    await engine.client.call('containers.stop', { key, graceMs: 0 })
    return { key, rootfs: join(bundle, 'rootfs') }
  }

  const looks = (key: string) =>
    Array.from({ length: 8 }, () => engine.client.call('terminals.options', { key }))

  it('leaves the engine to the others, refuses copies too, and is asked again once it has answered', async () => {
    const { client } = engine
    const { key, rootfs } = await create('files-dead')
    const good = await create('files-good')
    const from = join(engine.folder, 'from')
    writeFileSync(from, 'text')
    const bury = await mountDead(join(rootfs, 'etc'))
    try {
      // Each asks for the container's /etc/passwd, as Processes does again and again.
      await client.call('processes.list', { key })
      for (const { problem } of await Promise.all(looks(key))) expect(problem).toContain('cannot be read')
      expect((await client.call('files.list', { key: good.key, path: '/' })).names).toContain('etc')
      const silent = { code: 'Timeout', message: 'Its file system does not answer.' }
      const upload = { key, path: '/etc', name: 'new', from, replace: false, transfer: 't' }
      await expect(client.call('files.upload', upload)).rejects.toMatchObject(silent)
      const download = { key, path: '/etc', to: `${from}.tar`, transfer: 't' }
      await expect(client.call('files.download', download)).rejects.toMatchObject(silent)
      await expect(client.call('files.list', { key, path: '/' })).rejects.toMatchObject(silent)
      expect((await client.call('files.list', { key: good.key, path: '/etc' })).names).toContain('passwd')
    } finally {
      await bury()
    }
    const names = async (): Promise<string> =>
      (await client.call('files.list', { key, path: '/etc' }).catch(() => null))?.names ?? ''
    await expect.poll(names, { timeout: 15_000 }).toContain('passwd')
    expect(engine.said()).toBe('')
  })
})
