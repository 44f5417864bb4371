// How long a change that another tool makes takes to the screen: from the end of a real runc command to the frame in
// which the row is painted, among three hundred real containers. A change that was painted before its command had ended
// counts as none.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeBundle } from '../support/bundle.ts'
import { launchDesktop, type BenchContext } from '../support/desktop.ts'
import { deleteMany, runcOn, runMany } from '../support/population.ts'
import { alone, percentile, type Metric } from '../support/statistics.ts'

/** With the one that is changed, three hundred. */
const others = 299
const rounds = 20
const id = 'changed'

export async function measureChange(context: BenchContext): Promise<Metric[]> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-change-'))
  const root = join(folder, 'root')
  const ids = Array.from({ length: others }, (_, index) => `other-${index}`)
  try {
    const bundle = await makeBundle(join(folder, 'bundle'))
    await runMany(root, bundle, ids)
    const desktop = await launchDesktop(context, process.cwd(), folder)
    try {
      return await measure(desktop.page, root, bundle)
    } finally {
      await desktop.close()
    }
  } finally {
    await deleteMany(root, [...ids, id])
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(page: Page, root: string, bundle: string): Promise<Metric[]> {
  const runc = runcOn(root)
  const changes: number[] = []
  const freezes: number[] = []
  const change = async (samples: number[], shown: string | null, args: readonly string[]): Promise<void> => {
    const painted = await awaitPainted(page, shown)
    await runc(...args)
    const ended = Date.now()
    samples.push(Math.max(0, (await painted()) - ended))
  }
  for (let round = 0; round < rounds; round++) {
    await change(changes, 'created', ['create', '--bundle', bundle, id])
    await change(changes, 'running', ['start', id])
    // cgroup v1 tells nobody of a freeze; that is looked for, with a bound of its own.
    await change(freezes, 'paused', ['pause', id])
    await change(freezes, 'running', ['resume', id])
    await change(changes, 'stopped', ['kill', id, 'KILL'])
    await change(changes, null, ['delete', id])
  }
  return [
    alone('list.change.p95', 'ms', percentile(changes, 0.95)),
    alone('list.change.freeze.p95', 'ms', percentile(freezes, 0.95)),
  ]
}

/**
 * Has the page watch for the row to say this (null: to be gone) and answers with how to get the moment of that frame, in
 * milliseconds since 1970. Both processes read the same clock.
 */
async function awaitPainted(page: Page, shown: string | null): Promise<() => Promise<number>> {
  const handle = await page.evaluateHandle(
    ({ name, state }) => {
      const isShown = (): boolean => {
        const row = [...document.querySelectorAll('[role=grid] tbody tr')].find(
          (one) => one.querySelector('[data-column=name]')?.textContent === name,
        )
        const status = row?.querySelector('[data-column=status]')?.textContent ?? null
        return state === null ? status === null : status?.startsWith(state) === true
      }
      const painted = new Promise<number>((resolve) => {
        const observer = new MutationObserver(look)
        function look(): void {
          if (!isShown()) return
          observer.disconnect()
          // What a frame puts off is done once that frame is painted.
          requestAnimationFrame(() => setTimeout(() => resolve(Date.now())))
        }
        const grid = document.querySelector('[role=grid]')
        if (grid) observer.observe(grid, { subtree: true, childList: true, characterData: true })
        look()
      })
      return { painted }
    },
    { name: id, state: shown },
  )
  return () => handle.evaluate(({ painted }) => painted)
}
