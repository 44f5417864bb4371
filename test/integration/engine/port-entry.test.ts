// The utility process's entry, handed its port as Electron's main process does it.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'rde-'))
const environment = {
  PATH: process.env['PATH'],
  RUNC_DESKTOP_HOME: join(folder, 'home'),
  RUNC_DESKTOP_RUNC_ROOT: join(folder, 'runc'),
}
let bundles: { program: string; folder: string }[] = []

beforeAll(async () => {
  bundles = [
    await bundleEntry('test/fixtures/engine/port-parent.ts'),
    await bundleEntry('electron/engine/port-entry.ts'),
  ]
})
afterAll(() => {
  for (const path of [folder, ...bundles.map((bundle) => bundle.folder)]) {
    rmSync(path, { recursive: true, force: true })
  }
})

it('serves the port that it is handed', async () => {
  const { stdout, stderr } = await run(process.execPath, [bundles[0]?.program ?? ''], { env: environment })
  expect(JSON.parse(stdout)).toEqual({ root: join(folder, 'runc'), isSameProcess: true, containers: [] })
  expect(stderr).toBe('Main sent a message that is not understood; it is ignored.\n')
})

it('says what it is when it is started by hand', async () => {
  await expect(
    run(process.execPath, [bundles[1]?.program ?? ''], { env: environment }),
  ).rejects.toMatchObject({
    code: 1,
    stderr: 'This program is started by Runc Desktop as a utility process, not by hand.\n',
  })
})
