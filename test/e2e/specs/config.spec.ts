// What a container is configured to be, in the window: readable, with answers about seccomp, beside what holds; raw; and
// told from what its bundle says now.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { findingsInBothThemes } from '../support/axe.ts'

interface Config {
  process: { args: string[] }
  linux: Record<string, unknown>
  annotations?: Record<string, string>
}

function change(bundle: string, edit: (config: Config) => void): void {
  const file = join(bundle, 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as Config
  edit(config)
  writeFileSync(file, JSON.stringify(config))
}

/** A quiet profile: it lets everything but one call through, and one more by its argument. */
const seccomp = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [
    { names: ['swapon'], action: 'SCMP_ACT_ERRNO' },
    {
      names: ['personality'],
      action: 'SCMP_ACT_ERRNO',
      args: [{ index: 0, value: 8, op: 'SCMP_CMP_EQ' }],
    },
  ],
}

test('a container’s configuration is read, asked and searched', async ({ desktop, workspace }) => {
  const { shell, page } = desktop
  const bundle = await workspace.bundle('config-web')
  change(bundle, (config) => {
    config.linux['seccomp'] = seccomp
    config.annotations = { 'org.example.team': 'web\u202e' }
  })
  await workspace.runc('run', '--detach', '--bundle', bundle, 'config-web')
  await shell.containers.expectStatus('config-web', 'running')
  await shell.containers.press('config-web')
  await page.keyboard.press('i')
  const table = (name: string) => page.getByRole('table', { name })
  await expect(table('Process')).toContainText('trap')
  await expect(table('Mounts').getByRole('row').filter({ hasText: '/dev/pts' })).toContainText('devpts')
  await expect(table('Namespaces').getByRole('row').filter({ hasText: 'network' })).toContainText('its own')
  await expect(table('Capabilities').getByRole('row').filter({ hasText: 'CAP_KILL' })).toContainText(
    'effective',
  )
  await expect(table('Annotations')).toContainText('web⟨U+202E⟩')
  await expect(page.getByText('A filter is in force now.')).toBeVisible()
  const question = page.getByRole('textbox', { name: 'Is this system call allowed?' })
  const answer = page.getByRole('region', { name: 'Seccomp' }).getByRole('status')
  await question.fill('swapon')
  await expect(answer).toContainText('swapon is not allowed')
  await question.fill('personality')
  await expect(answer).toContainText('refused with EPERM if argument 0 = 8')
  await expect(answer).toContainText('allowed otherwise')
  await question.fill('read')
  await expect(answer).toContainText('the profile does not name it')
  expect(await findingsInBothThemes(desktop)).toEqual([])

  await page.getByRole('radio', { name: 'Raw' }).click()
  const state = page.getByRole('region', { name: 'state.json', exact: true })
  const config = page.getByRole('region', { name: 'config.json', exact: true })
  await expect(config).toContainText('"ociVersion"')
  await expect(state).toContainText('"id": "config-web"')
  await config.getByRole('searchbox').fill('swapon')
  await expect(config).toContainText('1 of 1')
  await expect(config.getByText('"swapon"')).toBeVisible()
  expect(await findingsInBothThemes(desktop)).toEqual([])
})

test('a bundle that was changed is told, with the difference', async ({ desktop, workspace }) => {
  const { shell, page } = desktop
  const bundle = await workspace.bundle('config-own')
  await shell.containers.createButton.click()
  await shell.create.chooseBundle(bundle)
  await shell.create.startsAfter.setChecked(true)
  await shell.create.submit.click()
  await expect(shell.create.dialog).toBeHidden()
  await shell.containers.expectStatus('config-own', 'running')
  await shell.containers.open('config-own')
  await page.getByRole('tab', { name: 'Config' }).click()
  await expect(page.getByRole('table', { name: 'Process' })).toContainText('trap')
  const banner = page.getByText('The bundle says something else.')
  await expect(banner).toBeHidden()
  change(bundle, (config) => {
    config.process.args = ['sleep', '4242']
  })
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(banner).toBeVisible()
  // What it runs with has not changed.
  await expect(page.getByRole('table', { name: 'Process' })).toContainText('trap')
  await page.getByRole('button', { name: 'Show the difference' }).click()
  const difference = page.getByRole('region', { name: 'Difference' })
  await expect(difference.getByText('"4242"')).toBeVisible()
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await shell.container.action('Stop').click()
  await shell.container.expectStatus('stopped')
  await expect(page.getByText('It has no process')).toBeVisible()
})
