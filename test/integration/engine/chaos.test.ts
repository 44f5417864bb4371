// A short campaign of `npm run chaos`, so that it stays alive: the engine is killed at random moments, and neither it nor
// what it leaves to the next one may lose a container, a code, a line, or leave anything behind.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { programsForChaos } from '../../../build/test/chaos-programs.mjs'
import { runCampaign } from '../../chaos/campaign.ts'

let bundle: { program: string; folder: string }

beforeAll(async () => {
  bundle = await bundleEntry('electron/engine/stdio-entry.ts')
})
afterAll(() => rm(bundle.folder, { recursive: true, force: true }))

it('loses nothing and leaves nothing in twenty operations', async () => {
  const { searchPath, hasCriu } = await programsForChaos()
  const report = await runCampaign({
    seed: 7,
    operations: 20,
    mostAtOnce: 9,
    program: bundle.program,
    searchPath,
    hasCriu,
  })
  expect(report.violations, report.table()).toEqual([])
  expect(report.operations).toBe(20)
  expect(report.engineKills).toBeGreaterThan(0)
}, 60_000)
