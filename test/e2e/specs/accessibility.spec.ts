// axe finds nothing serious on any screen, in either theme.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { findingsInBothThemes, seriousFindings } from '../support/axe.ts'
import { hideProgram } from '../support/hidden-program.ts'
import { refusePausing } from '../support/refusal.ts'

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
    await terminals.of('web').type('exit 42')
    await terminals.expectEnding('Exited with code 42')
    await examine('a terminal that ended')
    await containers.open('web')
    await expect(shell.container.heading('web')).toBeVisible()
    await examine('a container')
    await shell.goTo('Containers')
    await containers.open('ended')
    await shell.container.expectStatus('stopped')
    await examine('a container that stopped')
    for (const screen of ['Activity', 'Settings'] as const) {
      await shell.goTo(screen)
      await examine(screen)
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await examine('the keys')
    expect(found).toEqual({})
  })
}

test('what lies over the list and below it', async ({ desktop, workspace }) => {
  test.slow() // Twelve examinations, a few seconds each on a busy machine.
  const { shell, page } = desktop
  const { containers } = shell
  const bundle = await workspace.bundle('web')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'ended')
  await workspace.runc('kill', 'ended', 'KILL')
  await containers.expectStatus('web', 'running')
  await containers.expectStatus('ended', 'stopped')
  const found: Record<string, string[]> = {}
  const examine = async (screen: string): Promise<void> => {
    const findings = await findingsInBothThemes(desktop)
    if (findings.length > 0) found[screen] = findings
  }

  await containers.list.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemradio', { name: 'Owner' }).click()
  await examine('the menu of columns')
  await page.keyboard.press('Escape')
  await containers.filter.fill('/web(/')
  await examine('a list in groups, and a filter that makes no sense')
  await containers.filter.fill('')
  await page.getByRole('button', { name: '1 root' }).click()
  await expect(page.getByRole('dialog', { name: 'runc roots' })).toBeVisible()
  await examine('the roots')
  await page.keyboard.press('Escape')
  await containers.press('web')
  await containers.press('ended', ['Control'])
  await containers.selection.getByRole('button', { name: 'Delete' }).click()
  await examine('the question before several are deleted')
  await page.keyboard.press('Escape')
  await containers.selection.getByRole('button', { name: 'Kill…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Kill 2 containers' })
  await dialog.getByRole('radio', { name: 'USR1', exact: true }).click()
  await examine('the kill dialog of several')
  await dialog.getByRole('button', { name: 'Kill 2' }).click()
  await expect(containers.result).toContainText('Signalled 1 of 2, 1 left as it was')
  await containers.result.getByRole('button', { name: 'Signalled 1 of 2' }).click()
  await examine('what came of an action on several')
  expect(found).toEqual({})
})

test('an error in a row', async ({ desktop, workspace }) => {
  const { containers } = desktop.shell
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('held'), 'held')
  await containers.expectStatus('held', 'running')
  const relent = await refusePausing(workspace, 'held')
  try {
    await containers.action('held', 'Pause').click()
    await expect(containers.failure('held')).toBeVisible()
    expect(await findingsInBothThemes(desktop)).toEqual([])
  } finally {
    await relent()
  }
})

test('a machine without runc', async ({ launch, workspace }) => {
  const desktop = await launch({ executable: (await hideProgram(workspace, 'runc')).executable })
  await expect(desktop.page.getByRole('region', { name: 'runc is not installed' })).toBeVisible()
  expect(await findingsInBothThemes(desktop)).toEqual([])
})

test('an engine that cannot run', async ({ launch, workspace }) => {
  // Anybody could write to its directory for sockets.
  const run = join(workspace.home, 'run')
  mkdirSync(run)
  chmodSync(run, 0o777)
  const desktop = await launch()
  await expect(desktop.page.getByRole('region', { name: 'The engine does not run' })).toBeVisible()
  expect(await findingsInBothThemes(desktop)).toEqual([])
})
