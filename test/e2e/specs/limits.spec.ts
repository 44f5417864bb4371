// The limits of a container: read back from the kernel, changed by the command that is shown, and undone.
import type { Page } from '@playwright/test'
import { findingsInBothThemes } from '../support/axe.ts'
import { expect, test } from '../fixtures.ts'

function limitsOf(page: Page, id: string) {
  const dialog = page.getByRole('dialog', { name: `Limits of ${id}` })
  return {
    dialog,
    field: (name: string) => dialog.getByRole('textbox', { name, exact: true }),
    /** The line of a limit. */
    row: (name: string) => dialog.getByRole('group', { name, exact: true }).last(),
    apply: dialog.getByRole('button', { name: 'Apply' }),
    applied: dialog.getByRole('region', { name: 'Applied' }),
  }
}

test('limits are typed, previewed, applied, read back and undone', async ({ desktop, workspace }) => {
  const { shell, page } = desktop
  const bundle = await workspace.bundle('limits-web')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'limits-web')
  await shell.containers.expectStatus('limits-web', 'running')
  await shell.containers.press('limits-web')
  await page.keyboard.press('L')
  const limits = limitsOf(page, 'limits-web')
  await expect(limits.row('Memory')).toContainText('now unlimited')
  await expect(limits.apply).toHaveAttribute('aria-disabled', 'true')
  await expect(limits.row('Idle only')).toContainText(/runc has it since 1\.2|now off/)

  await limits.field('Memory').fill('much')
  await expect(limits.row('Memory')).toContainText('A size is needed, such as 256M or 1.5G.')
  await limits.field('Memory').fill('64.5M')
  await limits.field('Quota').fill('50ms')
  await limits.field('Pids').fill('0')
  await expect(limits.dialog).toContainText('pids.limit must be a whole number, at least 1')
  await limits.field('Pids').fill('77')
  await expect(limits.dialog).toContainText(
    /runc --root \S+ update --memory 67633152 --cpu-quota 50000 --pids-limit 77 limits-web/,
  )
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await limits.apply.click()
  await expect(limits.applied).toContainText('Memory: unlimited → 66048K')
  await expect(limits.applied).toContainText('Pids: unlimited → 77')
  await expect(limits.row('Quota')).toContainText('now 50ms · 0.5 of a core')

  // Also after the dialog was closed.
  await page.keyboard.press('Escape')
  await shell.containers.row('limits-web').getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit limits…' }).click()
  await expect(limits.field('Memory')).toHaveValue('66048K')
  await limits.applied.getByRole('button', { name: 'Undo' }).click()
  await expect(limits.row('Memory')).toContainText('now unlimited')
  await expect(limits.row('Pids')).toContainText('now unlimited')
  await expect(limits.row('Quota')).toContainText('now unlimited')
  await expect(limits.applied).toBeHidden()

  // A real “unlimited”, and what runc refuses.
  await limits.field('Pids').fill('9')
  await limits.apply.click()
  await expect(limits.row('Pids')).toContainText('now 9')
  await limits.row('Pids').getByRole('checkbox', { name: 'Unlimited' }).click()
  await expect(limits.dialog).toContainText('--pids-limit -1')
  await limits.apply.click()
  await expect(limits.row('Pids')).toContainText('now unlimited')
  await limits.field('Processors').fill('0-4000')
  await limits.apply.click()
  await expect(limits.dialog.getByRole('alert')).toContainText('cpuset')
  await page.keyboard.press('Escape')

  await workspace.runc('kill', 'limits-web', 'KILL')
  await shell.containers.expectStatus('limits-web', 'stopped')
  await page.keyboard.press('L')
  await expect(page.getByText('Cannot change the limits of limits-web')).toBeVisible()
})
