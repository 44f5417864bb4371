// Processes, stats, configuration, limits and checkpoints of what the real Docker Engine and Podman run: seen as if it were
// our own, and not changed behind their back unasked.
import { whyNot } from '../../fixtures/managers/manager.ts'
import { expect, noMachine, test } from '../machine-fixtures.ts'
import { ProcessesTab } from '../pages/processes-tab.ts'
import { StatsTab } from '../pages/stats-tab.ts'

test.skip(noMachine !== null, noMachine ?? '')

for (const [program, keeper] of [
  ['docker', 'Docker'],
  ['podman', 'Podman'],
] as const) {
  test(`${program}: looked at closely, limits and a signal to init only after a question`, async ({
    managers,
    inside: { shell, page },
  }) => {
    const reason = whyNot(program)
    test.skip(reason !== null, reason ?? '')
    const manager = managers.get(program)
    if (!manager) throw new Error(`${program} was not started.`)
    const web = await manager.run('web')
    await shell.containers.expectStatus('web', 'running')
    await shell.containers.open('web')

    await page.keyboard.press('e')
    const processes = new ProcessesTab(page)
    await expect(processes.line('/bin/sleep 1000')).toHaveCount(1)
    const pid = await processes.pidOf('/bin/sleep 1000')
    await processes.line('/bin/sleep 1000').dblclick()
    await expect(processes.detailDialog(pid)).toContainText(`${pid} on the host`)
    await page.keyboard.press('Escape')

    await page.keyboard.press('m')
    const stats = new StatsTab(page)
    await expect(stats.figure('Pids', 'Tasks')).toHaveText('1')
    await expect(stats.figure('CPU', 'Used')).toHaveText(/^\d+\.\d %$/)
    await expect(stats.figure('Memory', 'Usage')).toHaveText(/B$/)

    await page.keyboard.press('i')
    await expect(page.getByRole('table', { name: 'Process' })).toContainText('/bin/sleep 1000')
    await page.keyboard.press('m')

    await page.keyboard.press('L')
    const limits = page.getByRole('dialog', { name: 'Limits of web' })
    await expect(limits).toContainText(`It belongs to ${keeper}. ${keeper} is not told of it`)
    await limits.getByRole('textbox', { name: 'Pids', exact: true }).fill('55')
    await expect(limits).toContainText(`${program} update --pids-limit 55 web`)
    await limits.getByRole('button', { name: 'Apply anyway' }).click()
    await expect(limits.getByRole('region', { name: 'Applied' })).toContainText('→ 55')
    await limits.getByRole('button', { name: 'Undo' }).click()
    await expect(limits.getByRole('region', { name: 'Applied' })).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(stats.figure('Pids', 'Limit')).not.toHaveText('55')

    await page.keyboard.press('C')
    const checkpoint = page.getByRole('dialog', { name: 'Checkpoint web' })
    await expect(checkpoint).toContainText(`It belongs to ${keeper}. ${keeper} knows nothing of checkpoints`)
    await expect(checkpoint).toContainText(
      program === 'docker' ? 'docker checkpoint create' : 'podman container checkpoint',
    )
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Checkpoints' }).click()
    await expect(page.getByRole('region', { name: 'Checkpoints', exact: true })).toContainText(
      'No checkpoints',
    )

    await page.keyboard.press('e')
    await processes.line('/bin/sleep 1000').click()
    await processes.signal.click()
    const question = processes.signalDialog(pid)
    await expect(question).toContainText(`${program} stop web`)
    await question.getByRole('radio', { name: 'KILL', exact: true }).click()
    await question.getByRole('button', { name: 'Send anyway' }).click()
    await expect(question).toBeHidden()
    await expect(processes.line('/bin/sleep 1000')).toHaveCount(0)
    await manager.remove(web)
  })
}
