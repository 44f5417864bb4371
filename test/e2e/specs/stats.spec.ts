// What containers use, as charts, as a table and as files; and what is said when there is nothing to show.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findingsInBothThemes } from '../support/axe.ts'
import { expect, test } from '../fixtures.ts'
import { StatsTab } from '../pages/stats-tab.ts'

/** Busy on and off, within what its quota allows. */
const busy = ['sh', '-c', 'while :; do i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done; sleep 0.05; done']

test('charts follow a container, its limits and its end; the table and the files say the same', async ({
  desktop,
  workspace,
}) => {
  const { shell, page, app } = desktop
  const bundle = await workspace.bundle('stats-web', { args: busy })
  await workspace.runc('run', '--detach', '--bundle', bundle, 'stats-web')
  const limits = ['--cpu-quota', '10000', '--cpu-period', '100000', '--memory', '64M', '--pids-limit', '9']
  await workspace.runc('update', ...limits, 'stats-web')
  await shell.containers.expectStatus('stats-web', 'running')
  await shell.containers.open('stats-web')
  await page.keyboard.press('m')
  const stats = new StatsTab(page)
  await expect(stats.figure('CPU', 'Limit')).toHaveText('10.0 %')
  await expect(stats.figure('CPU', 'Used')).toHaveText(/^(9|1\d)\.\d %$/)
  await expect(stats.figure('CPU', 'Throttled')).toHaveText(/^[1-9]\d*(\.\d)? %$/)
  await expect(stats.figure('Memory', 'Limit')).toHaveText('64.0 MiB')
  await expect(stats.figure('Memory', 'Usage')).toHaveText(/KiB|MiB/)
  await expect(stats.figure('Pids', 'Limit')).toHaveText('9')
  await expect(stats.figure('Network', 'Received')).toHaveText('0 B/s')
  await expect(stats.chart('Network')).toContainText('no interface but its own loopback')
  for (const title of ['CPU', 'Memory', 'Pids', 'Block I/O', 'Network']) {
    await expect(stats.canvas(title)).toHaveCount(1)
  }
  expect(await findingsInBothThemes(desktop)).toEqual([])

  await stats.choose('Table')
  await expect(stats.table.getByRole('columnheader', { name: 'CPU limit' })).toBeVisible()
  await expect(stats.table.getByRole('row').nth(1)).toContainText('10.0 %')
  expect(await findingsInBothThemes(desktop)).toEqual([])

  for (const format of ['CSV', 'JSON'] as const) {
    const path = join(workspace.folder('saved'), `stats.${format}`)
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path)
    await stats.export(format)
    await expect(page.getByText('Saved the figures').first()).toBeVisible()
    const text = readFileSync(path, 'utf8')
    if (format === 'CSV') expect(text).toMatch(/^time,cpu_percent,[\w,]+\r\n\d{4}-\d\d-\d\dT[^,]+Z,,,/)
    else expect(JSON.parse(text)).toMatchObject({ container: 'stats-web', oneEach: 'second' })
  }

  await stats.choose('Charts')
  await workspace.runc('pause', 'stats-web')
  await expect(page.getByText('It is paused: it uses no processor')).toBeVisible()
  await expect(stats.figure('CPU', 'Used')).toHaveText('0.0 %')
  await workspace.runc('resume', 'stats-web')
  await workspace.runc('kill', 'stats-web', 'KILL')
  await expect(page.getByText('These are its figures until')).toBeVisible()
  await expect(stats.canvas('CPU')).toHaveCount(1)
})

test('of one that had ended before one looked nothing is made up', async ({ desktop, workspace }) => {
  const { shell, page } = desktop
  const bundle = await workspace.bundle('stats-ended')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'stats-ended')
  await workspace.runc('kill', 'stats-ended', 'KILL')
  await shell.containers.expectStatus('stats-ended', 'stopped')
  await shell.containers.open('stats-ended')
  const stats = new StatsTab(page)
  await stats.tab.click()
  await expect(stats.empty).toContainText('What it used last went with its processes')
  await page.keyboard.press('e')
  await expect(page.getByRole('region', { name: 'No processes' })).toBeVisible()
})
