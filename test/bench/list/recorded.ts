// What ten thousand rows cost the page: how long until the list of them is painted when one comes to it, and how many
// frames a second it keeps while it is scrolled, with new figures of usage each second. The app is the real one; its
// engine serves recorded rows over the same port and contract.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { appWithEngine, launchDesktop, type BenchContext } from '../support/desktop.ts'
import { alone, median, type Metric } from '../support/statistics.ts'

const rows = 10_000
const mounts = 15
const scrolls = 5
const scrollForMs = 4000
/** A wheel turned fast: some eighty rows a second past the eye, each frame another piece of the list. */
const pixelsPerFrame = 44

export async function measureRecorded(context: BenchContext): Promise<Metric[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rd-rows-'))
  try {
    const app = await appWithEngine('test/fixtures/engine/recorded-entry.ts', folder)
    const desktop = await launchDesktop(context, app, folder, { RUNC_DESKTOP_RECORDED_ROWS: String(rows) })
    try {
      const { page } = desktop
      await usageIsShown(page)
      const times: number[] = []
      // The first one loads what the other page is made of.
      for (let round = -1; round < mounts; round++) {
        const took = await mountOnce(page)
        if (round >= 0) times.push(took)
      }
      const rates: number[] = []
      for (let round = 0; round < scrolls; round++)
        rates.push(await scrollOnce(page, round % 2 === 0 ? 1 : -1))
      return [alone('list.mount', 'ms', median(times)), alone('list.scroll', 'fps', median(rates))]
    } finally {
      await desktop.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Figures come: the list is measured with its statistics on. */
async function usageIsShown(page: Page): Promise<void> {
  await page.waitForFunction(
    (count) => {
      const grid = document.querySelector('[role=grid]')
      const cells = [...document.querySelectorAll('td[data-column=cpu]')]
      return (
        grid?.getAttribute('aria-rowcount') === String(count + 1) &&
        cells.some((cell) => cell.textContent?.includes('%'))
      )
    },
    rows,
    { timeout: 30_000 },
  )
}

/** From the press on the navigation to the frame in which the rows are painted. */
async function mountOnce(page: Page): Promise<number> {
  await page.getByRole('navigation').getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('heading', { name: 'Activity', exact: true }).waitFor()
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const button = [...document.querySelectorAll<HTMLElement>('nav button')].find((one) =>
          one.textContent?.includes('Containers'),
        )
        // Two frames of rest, so that what the page before still had to draw is not counted.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            const began = performance.now()
            button?.click()
            const painted = (): void => {
              if (document.querySelectorAll('[role=grid] td[data-column=name]').length < 10) {
                requestAnimationFrame(painted)
                return
              }
              // What a frame puts off is done once that frame is painted.
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
            }
            painted()
          }),
        )
      }),
  )
}

/** Frames a second while the list moves. */
function scrollOnce(page: Page, direction: number): Promise<number> {
  return page.evaluate(
    ({ forMs, step }) =>
      new Promise<number>((resolve) => {
        const scroller = document.querySelector('[role=grid]')?.parentElement
        let frames = 0
        const began = performance.now()
        const frame = (now: number): void => {
          if (now - began >= forMs) {
            resolve((frames * 1000) / (now - began))
            return
          }
          frames += 1
          if (scroller) scroller.scrollTop += step
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    { forMs: scrollForMs, step: pixelsPerFrame * direction },
  )
}
