// A machine without runc, then without conmon, then with everything: the list stays usable and says what is missing.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../../electron/engine/engine.ts'
import { createRuntime } from '../../../electron/runtime/index.ts'
import { createEngineClient, type EngineClient } from '../../../src-shared/client.ts'
import { portWire } from '../../fixtures/engine/wires.ts'

let folder: string
let engine: Engine
let client: EngineClient

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rde-'))
  mkdirSync(join(folder, 'bin'))
  engine = await createEngine({
    version: '0.0.0',
    dataDirectory: join(folder, 'data'),
    stateDirectory: join(folder, 'state'),
    configDirectory: join(folder, 'config'),
    rootCandidates: [],
    warnings: [],
    searchPath: '',
    createRuntime: (told) =>
      createRuntime({
        root: join(folder, 'runc'),
        stateDirectory: join(folder, 'state'),
        socketDirectory: join(folder, 's'),
        searchPath: join(folder, 'bin'),
        ...told,
      }),
    checkResults: true,
    log: () => {},
  })
  const wire = portWire()
  engine.connect(wire.engine)
  client = createEngineClient(wire.client)
})
afterEach(async () => {
  client.close()
  await engine.dispose()
  rmSync(folder, { recursive: true, force: true })
})

function install(program: string): void {
  const path = execFileSync('/bin/sh', ['-c', `command -v ${program}`])
    .toString()
    .trim()
  symlinkSync(path, join(folder, 'bin', program))
}

it('says what is missing until it is there', async () => {
  const create = () => client.call('containers.createSample', { id: 'late' })
  expect((await client.call('containers.snapshot', {})).problem).toMatchObject({
    code: 'RuntimeMissing',
    message: expect.stringMatching(/^runc is not on this machine/),
  })
  await expect(create()).rejects.toMatchObject({ code: 'RuntimeMissing' })

  install('runc')
  const info = await client.call('engine.recheck', {})
  expect(info.sampleProblem).toMatch(/^conmon is not on this machine\./)
  expect((await client.call('containers.snapshot', {})).problem).toBeNull()
  await expect(create()).rejects.toMatchObject({ message: info.sampleProblem })

  install('conmon')
  expect(await client.call('engine.recheck', {})).toMatchObject({ sampleProblem: null })
  expect(readdirSync(join(folder, 'data/bundles'))).toEqual([])
  expect(await create()).toEqual({ id: 'late', key: join(folder, 'runc/late') })
  await client.call('containers.delete', { key: join(folder, 'runc/late'), force: true })
})
