// axe on what the window shows now.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { Desktop } from './desktop.ts'

/** The kit's sentinels around menus: they take the focus to hand it on at once. */
const focusGuards = '[data-base-ui-focus-guard]'

/** What axe finds serious or critical: rules with the elements that break them. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Legacy mode: the other one needs to open a page of its own, which Electron does not let it.
  // What passes is not wanted: leaving its elements unnamed saves half the time.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
    .exclude(focusGuards)
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** The same of an app that follows the system's theme, in either: what is shown stays as it is. */
export async function findingsInBothThemes({ page }: Desktop): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.evaluate(isStill)
    found.push(...(await seriousFindings(page)).map((finding) => `${theme}: ${finding}`))
  }
  return found
}

/** A colour on its way to another is neither theme's. */
async function isStill(): Promise<void> {
  const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity)
  await Promise.allSettled(ending.map((animation) => animation.finished))
}
