// axe finds nothing serious on any screen, in either theme.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** The kit's sentinels around menus: they take the focus to hand it on at once. */
const focusGuards = '[data-base-ui-focus-guard]'

/** What axe finds serious or critical: rules with the elements that break them. */
async function seriousFindings(page: Page): Promise<string[]> {
  // Legacy mode: the other one needs to open a page of its own, which Electron does not let it.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().exclude(focusGuards).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

for (const theme of ['dark', 'light'] as const) {
  test(`every screen, ${theme}`, async ({ launch, workspace }) => {
    workspace.writeSettings({ theme })
    const { shell, page } = await launch()
    await shell.isReady()
    const { containers, create, terminals } = shell
    const found: Record<string, string[]> = {}
    const examine = async (screen: string): Promise<void> => {
      const findings = await seriousFindings(page)
      if (findings.length > 0) found[screen] = findings
    }
    await examine('an empty list')

    const bundle = await workspace.bundle('web')
    await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
    await workspace.runc('create', '--bundle', await workspace.bundle('made'), 'made')
    await workspace.runc('run', '--detach', '--bundle', bundle, 'frozen')
    await workspace.runc('pause', 'frozen')
    await workspace.runc('run', '--detach', '--bundle', bundle, 'ended')
    await workspace.runc('kill', 'ended', 'KILL')
    await containers.expectStatus('web', 'running')
    await containers.expectStatus('made', 'created')
    await containers.expectStatus('frozen', 'paused')
    await containers.expectStatus('ended', 'stopped')
    await examine('the list')

    await containers.createButton.click()
    await create.chooseBundle('/nowhere')
    await examine('the create dialog')
    await create.cancel.click()

    await containers.row('web').getByRole('button', { name: 'More actions' }).click()
    await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible()
    await examine('a menu')
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await examine('the question before deleting')
    await page.keyboard.press('Escape')
    await containers.menuAction('web', 'Kill…')
    await examine('the kill dialog')
    await page.keyboard.press('Escape')

    await containers.action('web', 'Open terminal').click()
    await terminals.of('web').type('echo $((1 + 1))')
    await examine('a terminal')
    await containers.open('web')
    await expect(shell.container.heading('web')).toBeVisible()
    await examine('a container')
    for (const screen of ['Activity', 'Settings'] as const) {
      await shell.goTo(screen)
      await examine(screen)
    }
    expect(found).toEqual({})
  })
}
