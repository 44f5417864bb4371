// Two containers whose bundles name one cgroup: told before the second is made, on its page, of each process, and before
// an end that the other would feel.
import { execFileSync } from 'node:child_process'
import { findingsInBothThemes } from '../support/axe.ts'
import { expect, test } from '../fixtures.ts'
import { ProcessesTab } from '../pages/processes-tab.ts'

const version = execFileSync('runc', ['--version'], { encoding: 'utf8' })
const cgroupsPath = `/runc-desktop-e2e-${process.pid}`

test('a container that shares the cgroup of another', async ({ desktop, workspace }) => {
  test.skip(!version.includes(' 1.1.'), 'only runc 1.1 makes a second container in one cgroup')
  const { shell, page } = desktop
  const { containers, create } = shell
  const first = await workspace.bundle('web-1', { cgroupsPath, args: ['sh', '-c', 'sleep 1111 & wait'] })
  const second = await workspace.bundle('web-2', {
    cgroupsPath,
    args: ['sh', '-c', 'sleep 2222 & wait'],
    hasHostPids: true,
  })
  await workspace.runc('run', '--detach', '--bundle', first, 'web-1')
  await containers.expectStatus('web-1', 'running')

  // A frozen cgroup first: runc would refuse, and the dialog says so with the name.
  await containers.action('web-1', 'Pause').click()
  await containers.expectStatus('web-1', 'paused')
  await containers.createButton.click()
  await create.chooseBundle(second)
  const warning = create.dialog.getByLabel('Before you create it')
  await expect(warning).toContainText('“web-1” is paused in it')
  await create.submit.click()
  const failure = create.dialog.getByRole('alert')
  await expect(failure).toContainText(`its cgroup ${cgroupsPath} is frozen, for “web-1” is paused in it`)
  await expect(failure).not.toContainText('exit 0')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await create.cancel.click()
  await containers.action('web-1', 'Resume').click()
  await containers.expectStatus('web-1', 'running')

  // In use it is only told what that means.
  await containers.createButton.click()
  // The error is gone with the first change.
  await create.bundle.fill('')
  await create.bundle.fill(second)
  await expect(warning).toContainText('in which “web-1” lives: pausing, limits and killing everything')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await create.submit.click()
  await expect(create.dialog).toBeHidden()
  await containers.expectStatus('web-2', 'running')

  // One pause for both, which is said.
  await page.keyboard.press('Escape')
  await containers.action('web-1', 'Pause').click()
  await containers.expectStatus('web-2', 'paused')
  await expect(page.getByText('“web-2” is paused with it')).toBeVisible()
  await containers.action('web-1', 'Resume').click()
  await containers.expectStatus('web-2', 'running')

  await containers.open('web-1')
  const shares = 'It shares its cgroup with “web-2”'
  await expect(page.getByText(shares)).toBeVisible()
  await page.getByRole('tab', { name: 'Stats' }).click()
  await expect(page.getByRole('tabpanel').getByText(shares)).toBeVisible()
  await page.getByRole('button', { name: 'Limits…' }).click()
  const limits = page.getByRole('dialog', { name: 'Limits of web-1' })
  await expect(limits).toContainText(shares)
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await limits.getByRole('button', { name: 'Close', exact: true }).last().click()
  await page.keyboard.press('e')
  const processes = new ProcessesTab(page)
  await expect(processes.line('sleep 1111').last()).not.toContainText('of web-2')
  await expect(processes.line('sleep 2222').last()).toContainText('of web-2')
  await expect(page.getByText('4 processes, 2 not of this container')).toBeVisible()
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await processes.line('sleep 2222').last().click()
  await page.keyboard.press('Enter')
  const sentence = 'It is a process of “web-2”, which shares the cgroup of this container.'
  const details = page.getByRole('dialog', { name: /^Process/ })
  await expect(details).toContainText(sentence)
  await details.getByRole('button', { name: 'Signal…' }).click()
  const signal = page.getByRole('dialog', { name: /^Signal/ })
  await expect(signal).toContainText(sentence)
  await signal.getByRole('button', { name: 'Cancel' }).click()
  await processes.tree.focus()
  await page.keyboard.press('Escape')

  // The one with a pid namespace of its own goes alone; the other would take it along.
  await containers.menuAction('web-1', 'Delete')
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('It shares its cgroup with “web-2”, which goes on as it is.')
  await question.getByRole('button', { name: 'Cancel' }).click()
  // Among several it counts what is not among them.
  const alone = await workspace.bundle('web-2-alone')
  await workspace.runc('run', '--detach', '--bundle', alone, 'web-2-alone')
  await containers.filter.fill('web-2')
  await containers.press('web-2')
  await page.keyboard.press('Control+a')
  await expect(containers.selection).toContainText('2 selected')
  await page.keyboard.press('Delete')
  await expect(question).toContainText('The processes of “web-1” end too')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await containers.selection.getByRole('button', { name: 'Stop' }).click()
  await expect(question).toContainText('Stop 2 containers?')
  await expect(question).toContainText('The processes of “web-1” end too')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await containers.filter.fill('')
  await containers.selection.getByRole('button', { name: 'Unselect all' }).click()
  // A stop asks where its KILL would take another along, and only there.
  await containers.action('web-2', 'Stop').click()
  await expect(question).toContainText('KILL ends the processes of both')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await question.getByRole('button', { name: 'Cancel' }).click()
  await containers.expectStatus('web-2', 'running')
  await containers.menuAction('web-2', 'Kill…')
  const kill = page.getByRole('dialog', { name: 'Kill web-2' })
  await expect(kill).toContainText('It shares its cgroup with “web-1”, which goes on as it is.')
  await kill.getByRole('radio', { name: 'KILL', exact: true }).click()
  await expect(kill).toContainText('KILL ends the processes of both')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await kill.getByRole('button', { name: 'Kill', exact: true }).click()
  await containers.expectStatus('web-1', 'stopped')
  await containers.expectStatus('web-2', 'stopped')
})
