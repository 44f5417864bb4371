// How long a directory of 100,000 entries takes to open: from the press on its name until its rows are painted in the
// window, beside `ls -U`, which only writes the names; in turn, on the same directory. And the engine's own part of it.
import { execFileSync, spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Page } from '@playwright/test'
import { makeBundle } from './support/bundle.ts'
import { launchDesktop, type BenchContext } from './support/desktop.ts'
import { startEngine } from './support/engine.ts'
import { compare, type Metric } from './support/statistics.ts'

const entries = 100_000
/** An inode of ext4 has at most 65,000 names. */
const namesOfOne = 50_000
const rounds = 15
const id = 'files-bench'

export async function run(context: BenchContext): Promise<{ metrics: Metric[] }> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-files-'))
  const root = join(folder, 'root')
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    const many = join(bundle, 'rootfs/many')
    fill(many)
    execFileSync('runc', ['--root', root, 'run', '-d', '--bundle', bundle, id], { stdio: 'ignore' })
    return { metrics: [await inEngine(folder, many), await inWindow(context, folder, many)] }
  } finally {
    spawnSync('runc', ['--root', root, 'delete', '-f', id])
    await rm(folder, { recursive: true, force: true })
  }
}

function fill(directory: string): void {
  mkdirSync(directory)
  for (let number = 0; number < entries; number += 1) {
    const path = join(directory, `some-file-${number}.log`)
    if (number % namesOfOne === 0) writeFileSync(path, 'x')
    else linkSync(join(directory, `some-file-${number - (number % namesOfOne)}.log`), path)
  }
}

async function inEngine(folder: string, many: string): Promise<Metric> {
  const engine = await startEngine(folder)
  try {
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = -1; round < rounds; round += 1) {
      const began = performance.now()
      const { kinds } = await engine.client.call('files.list', { key: engine.keyOf(id), path: '/many' })
      if (kinds.length !== entries) throw new Error(`The engine told ${kinds.length} of ${entries}.`)
      if (round >= 0) ours.push(performance.now() - began)
      if (round >= 0) theirs.push(plainList(many))
    }
    return compare('files.list', 'ms', ours, 'ls -U', theirs)
  } finally {
    await engine.stop()
  }
}

async function inWindow(context: BenchContext, folder: string, many: string): Promise<Metric> {
  const desktop = await launchDesktop(context, process.cwd(), folder)
  try {
    const { page } = desktop
    await page.getByRole('button', { name: id, exact: true }).click()
    await page.getByRole('tab', { name: 'Files' }).click()
    const row = page.getByRole('grid', { name: 'Files' }).getByRole('button', { name: 'many', exact: true })
    await row.waitFor()
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = -1; round < rounds; round += 1) {
      const took = await opened(page)
      if (round >= 0) ours.push(took)
      if (round >= 0) theirs.push(plainList(many))
      await page.getByRole('button', { name: 'Root directory' }).click()
      await row.waitFor()
    }
    return compare('files.open', 'ms', ours, 'ls -U', theirs)
  } finally {
    await desktop.close()
  }
}

/** Milliseconds from the press until the frame that has the first rows. */
function opened(page: Page): Promise<number> {
  return page.evaluate(async (rows) => {
    const button = [...document.querySelectorAll<HTMLElement>('[role=grid] button')].find(
      (one) => one.textContent === 'many',
    )
    if (!button) throw new Error('There is no such directory.')
    const began = performance.now()
    button.click()
    const isThere = (): boolean =>
      document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === String(rows + 1) &&
      document.querySelectorAll('[role=grid] tbody tr').length > 5
    while (!isThere()) await new Promise(requestAnimationFrame)
    // Painted before the frame after it.
    await new Promise(requestAnimationFrame)
    return performance.now() - began
  }, entries)
}

function plainList(directory: string): number {
  const began = performance.now()
  const { stdout } = spawnSync('ls', ['-U', directory], { maxBuffer: 64 * 1024 * 1024 })
  if (stdout.length < entries) throw new Error('ls told less than there is.')
  return performance.now() - began
}
