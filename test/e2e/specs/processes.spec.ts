// The processes of containers, made here and elsewhere: a true tree, one of them closely, and signals to exactly it.
import { existsSync } from 'node:fs'
import { findingsInBothThemes } from '../support/axe.ts'
import { expect, test } from '../fixtures.ts'
import { ProcessesTab } from '../pages/processes-tab.ts'

/** Init, a child with a child of its own, and a child beside it. */
const family = ['sh', '-c', 'sh -c "sleep 1111 & wait" & sleep 2222 & while :; do sleep 3333 & wait $!; done']

test('a tree by keyboard: folded, filtered, looked at closely, and one of it ended', async ({
  desktop,
  workspace,
}) => {
  const { shell, page } = desktop
  const bundle = await workspace.bundle('processes-web', { args: family })
  await workspace.runc('run', '--detach', '--bundle', bundle, 'processes-web')
  await shell.containers.expectStatus('processes-web', 'running')
  await shell.containers.open('processes-web')
  await page.keyboard.press('e')
  const processes = new ProcessesTab(page)
  await expect(processes.line('sleep 1111').last()).toHaveAttribute('aria-level', '3')
  await expect(processes.line(/sleep 2222/).last()).toHaveAttribute('aria-level', '2')
  await expect(processes.line('init')).toHaveAttribute('aria-level', '1')
  await expect(processes.line('init').getByRole('gridcell').nth(1)).toHaveText('1')
  await expect(processes.tree).toBeFocused()
  await expect(processes.line('init')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await expect(processes.line(/^[\d\s]*.*sleep 1111$/)).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(processes.line(/sleep 1111$/)).toHaveCount(1)
  await page.keyboard.press('/')
  await page.keyboard.type('sleep 2222')
  await expect(processes.line(/sleep 1111$/)).toHaveCount(0)
  await expect(processes.line(/sleep 2222$/)).toHaveCount(1)
  await page.keyboard.press('Escape')

  // By what each uses or is, without the tree, and back to it.
  const command = processes.head('Command')
  await command.click()
  await expect(command).toHaveAttribute('aria-sort', 'ascending')
  await expect(processes.line(/sleep 1111$/)).toHaveAttribute('aria-level', '1')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await command.getByRole('button').press('Enter')
  await expect(command).toHaveAttribute('aria-sort', 'descending')
  await expect(processes.row(1)).toHaveText(/sleep 3333$/)
  await expect(processes.row(-1)).toHaveText(/init$/)
  // What comes stands last while somebody aims, and where it belongs once the hand rests.
  let across = 400
  const aim = (): Promise<void> => page.mouse.move((across += 3), 300)
  await aim()
  await workspace.runc('exec', '--detach', 'processes-web', 'sleep', '4444')
  await expect(async () => {
    await aim()
    await expect(processes.row(-1)).toHaveText(/sleep 4444$/, { timeout: 500 })
  }).toPass()
  await expect(processes.row(1)).toHaveText(/sleep 4444$/)
  // The keys of the lines hold on a head too, and never act on the container.
  await command.getByRole('button').press('ArrowDown')
  await expect(processes.tree).toBeFocused()
  // From the lines by the head that is sorted by, and out.
  await page.keyboard.press('Tab')
  await expect(command.getByRole('button')).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(processes.head('Threads').getByRole('button')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(processes.tree.locator(':focus')).toHaveCount(0)
  await expect(processes.tree).not.toBeFocused()
  await command.getByRole('button').press('Enter')
  await expect(processes.line(/sleep 1111$/)).toHaveAttribute('aria-level', '3')

  const pid = await processes.pidOf(/sleep 2222$/)
  await processes.line(/sleep 2222$/).click()
  await page.keyboard.press('Enter')
  const details = processes.detailDialog(pid)
  await expect(details).toContainText(`${pid} on the host`)
  await details.getByRole('tab', { name: 'Open files' }).click()
  await expect(details.getByRole('table', { name: 'Open files' })).toContainText('/dev/null')
  await details.getByRole('tab', { name: 'Limits' }).click()
  await expect(details.getByRole('row', { name: /^open files/ })).toBeVisible()
  await details.getByRole('tab', { name: 'Environment' }).click()
  const environment = details.getByRole('definition').filter({ hasText: '/usr/local/sbin' })
  await expect(details.getByText('PATH', { exact: true })).toBeVisible()
  await expect(environment).toHaveCount(0)
  await details.getByRole('button', { name: 'Show values' }).click()
  await expect(environment).toHaveCount(1)
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()

  await processes.tree.focus()
  await page.keyboard.press('x')
  const question = processes.signalDialog(pid)
  await expect(question).toContainText(`kill -TERM ${pid}`)
  await question.getByRole('radio', { name: 'KILL', exact: true }).click()
  await expect(question).toContainText(`kill -KILL ${pid}`)
  await question.getByRole('button', { name: 'Send' }).click()
  await expect(question).toBeHidden()
  await expect(processes.line(/sleep 2222$/)).toHaveCount(0)
  await expect(processes.line(/sleep 1111$/)).toHaveCount(1)
  expect(existsSync(`/proc/${pid}/fd/0`)).toBe(false)
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await shell.goTo('Activity')
  await expect(page.getByText(`kill -KILL ${pid}`).first()).toBeVisible()
})
