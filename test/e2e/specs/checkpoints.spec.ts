// Checkpoints through the window: taken, cloned, restored in place after they ended their container, deleted; what CRIU says
// when it fails; and a shell under a container that is checkpointed.
import { resolve } from 'node:path'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import { CheckpointsTab } from '../pages/checkpoints-tab.ts'
import { findingsInBothThemes } from '../support/axe.ts'

const fake = resolve(import.meta.dirname, '../../fixtures/fake-runc/checkpoint')

type Launch = (options?: { environment?: Record<string, string> }) => Promise<Desktop>

async function launchWith(launch: Launch, workspace: Workspace, directory: string): Promise<Desktop> {
  const desktop = await launch({
    environment: { PATH: `${directory}:${workspace.environment['PATH'] ?? ''}` },
  })
  await desktop.shell.isReady()
  return desktop
}

async function startSample({ page, shell }: Desktop): Promise<CheckpointsTab> {
  await shell.containers.createSample()
  await shell.containers.action('sample-1', 'Start').click()
  await shell.containers.expectStatus('sample-1', 'running')
  await shell.containers.open('sample-1')
  const tab = new CheckpointsTab(page)
  await tab.open()
  return tab
}

test('a checkpoint is taken, cloned, restored in place after it ended its container, and deleted', async ({
  launch,
  workspace,
}) => {
  const { criu, reason } = await otherPrograms()
  test.skip(criu === null, reason ?? '')
  const desktop = await launchWith(launch, workspace, criu?.directory ?? '')
  const { page, shell } = desktop
  const tab = await startSample(desktop)
  await expect(tab.region).toContainText('No checkpoints')
  await page.getByRole('button', { name: 'Open terminal' }).click()
  const terminal = shell.terminals.of('sample-1')
  await terminal.expectText('#')

  // It goes on, and so does the shell in it.
  await page.keyboard.press('Escape')
  await tab.region.getByRole('button', { name: 'Take a checkpoint…' }).click()
  await expect(tab.dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('checkpoint-1')
  await expect(tab.dialog).toContainText('checkpoint --image-path')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await tab.dialog.getByRole('button', { name: 'Checkpoint', exact: true }).click()
  await expect(tab.entry('checkpoint-1')).toContainText('the container went on')
  await terminal.type('echo still-$((1 + 1))')
  await terminal.expectText('still-2')
  await expect(tab.button('checkpoint-1', 'Restore…')).toHaveAttribute('aria-disabled', 'true')
  expect(await findingsInBothThemes(desktop)).toEqual([])

  await tab.button('checkpoint-1', 'Clone…').click()
  await tab.dialog.getByRole('textbox', { name: 'Id of the clone' }).fill('checkpoints-twin')
  await tab.dialog.getByRole('button', { name: 'Clone' }).click()
  await expect(page.getByRole('heading', { name: 'checkpoints-twin' })).toBeVisible()
  await shell.container.expectStatus('running')

  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'sample-1' })).toBeVisible()
  await page.keyboard.press('C')
  await tab.dialog.getByRole('textbox', { name: 'Name' }).fill('asleep')
  await tab.dialog.getByRole('radio', { name: 'It ends' }).click()
  await tab.dialog.getByRole('button', { name: 'Checkpoint', exact: true }).click()
  await expect(page.getByRole('region', { name: 'This container is gone' })).toContainText(
    'ended with a checkpoint',
  )
  await shell.terminals.expectEnding(/checkpointed as “asleep”, which ended it/)
  await tab.button('asleep', 'Restore…').click()
  await tab.dialog.getByRole('button', { name: 'Restore' }).click()
  await shell.container.expectStatus('running')

  await tab.open()
  await tab.button('checkpoint-1', 'Delete…').click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('This cannot be undone')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(tab.entry('checkpoint-1')).toHaveCount(0)
  await expect(tab.entry('asleep')).toContainText('ended the container')
})

test('one that fails says why in CRIU’s words, and one that hangs is cancelled', async ({
  launch,
  workspace,
}) => {
  const desktop = await launchWith(launch, workspace, fake)
  const { page, shell } = desktop
  const tab = await startSample(desktop)
  const take = async (name: string): Promise<void> => {
    await tab.region.getByRole('button', { name: 'Take a checkpoint…' }).click()
    await tab.dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await tab.dialog.getByRole('button', { name: 'Checkpoint', exact: true }).click()
  }
  await take('fails')
  const alert = tab.region.getByRole('alert')
  await expect(alert).toContainText('the moon is in the wrong house')
  await alert.getByRole('button', { name: 'What it said' }).click()
  await expect(alert).toContainText('Dumping FAILED')
  await alert.getByRole('button', { name: 'Dismiss' }).click()
  await shell.container.expectStatus('running')

  await take('hangs')
  await expect(tab.region.getByText('Taking checkpoint hangs')).toBeVisible()
  await expect(page.getByRole('main').getByText('checkpointing…')).toBeVisible()
  await tab.region.getByRole('button', { name: 'Cancel' }).click()
  await shell.container.expectStatus('running')
  await expect(tab.region).toContainText('No checkpoints')

  // Of one that has stopped there is nothing to take.
  await shell.container.action('Stop').click()
  await shell.container.expectStatus('stopped')
  const button = tab.region.getByRole('button', { name: 'Take a checkpoint…' })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expect(button).toHaveAccessibleDescription('It has stopped.')
})

test('where CRIU cannot work, it says so in one sentence, and can be tried all the same', async ({
  launch,
  workspace,
}) => {
  const desktop = await launchWith(
    launch,
    workspace,
    resolve(import.meta.dirname, '../../fixtures/fake-runc/no-criu'),
  )
  const tab = await startSample(desktop)
  await expect(tab.region).toContainText('cannot work on this kernel')
  await expect(tab.region).toContainText('the kernel is not to its liking')
  await tab.region.getByRole('button', { name: 'Take a checkpoint…' }).click()
  const take = tab.dialog.getByRole('button', { name: 'Checkpoint', exact: true })
  await expect(take).toHaveAttribute('aria-disabled', 'true')
  await tab.dialog.getByRole('checkbox', { name: 'Try all the same' }).click()
  await take.click()
  await expect(tab.region.getByRole('alert')).toContainText('Could not take checkpoint checkpoint-1')
})
