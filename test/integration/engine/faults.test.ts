// A fault that nobody caught: before the start it says that no engine can run here, afterwards only that this one ends.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'

test('is final only while the engine starts', async () => {
  const { program, folder } = await bundleEntry('test/fixtures/engine/faulty-entry.ts')
  const run = (when: string): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [program, when], { encoding: 'utf8' })
  const [early, late] = [run('starting'), run('started')]
  rmSync(folder, { recursive: true, force: true })
  expect(early).toMatchObject({ status: 1, stderr: 'The engine cannot run: The directory is not ours.\n' })
  expect(late.status).toBe(1)
  expect(late.stderr).toMatch(/^The engine ends because of a fault of its own\.\n.*The directory is not ours/)
  expect(late.stderr).not.toContain('cannot run')
})
