// A root that cannot be read while its containers are looked at now and then: a problem of the list, never a crash.
import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WatchBatch } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('a container whose end no event tells of, in a root that becomes a loop of links and comes back', async () => {
  const bundle = bench.bundle('lonely', {
    edit: (config) => {
      config.linux.cgroupsPath = `${foreignCgroups}/closed`
      config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid')
    },
  })
  expect(bench.runc('run', '--detach', '--bundle', bundle, 'lonely').status).toBe(0)
  const batches: WatchBatch[] = []
  const watch = bench.runtime.watch((batch) => batches.push(batch))
  await expect.poll(() => batches.length).toBe(1)
  const away = `${bench.root}-away`
  renameSync(bench.root, away)
  symlinkSync(bench.root, bench.root)
  try {
    await expect
      .poll(() => batches.at(-1)?.problem, { timeout: 3000 })
      .toMatchObject({
        code: 'StateUnreadable',
        message: expect.stringContaining('ELOOP'),
      })
    // Longer than the pause between two looks: an error that a timer throws fails the whole run.
    await new Promise((resolve) => setTimeout(resolve, 1300))
  } finally {
    rmSync(bench.root)
    renameSync(away, bench.root)
  }
  await expect.poll(() => batches.at(-1)?.problem, { timeout: 3000 }).toBe(null)
  bench.runc('kill', '--all', 'lonely', 'KILL')
  const told = (): string[] =>
    batches.flatMap(({ changed }) => changed.map(({ state }) => state?.status ?? 'gone'))
  await expect.poll(told, { timeout: 3000 }).toEqual(['running', 'stopped'])
  watch.dispose()
  bench.runc('delete', '--force', 'lonely')
})
