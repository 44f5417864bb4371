// The logs that Docker and Podman keep, read where they lie, and a sentence for containerd, which keeps none.
import type { ManagerPlace } from '../../fixtures/managers/all.ts'
import { whyNot, type ManagerName } from '../../fixtures/managers/manager.ts'
import { expect, noMachine, test } from '../machine-fixtures.ts'
import { LogTab } from '../pages/log-tab.ts'

test.skip(noMachine !== null, noMachine ?? '')

const kept: { place: ManagerPlace; program: ManagerName }[] = [
  { place: 'docker', program: 'docker' },
  { place: 'podman', program: 'podman' },
]

for (const { place, program } of kept) {
  test(`${place}: its log file is shown, followed and searched`, async ({
    managers,
    inside: { shell, page },
  }) => {
    const reason = whyNot(program)
    test.skip(reason !== null, reason ?? '')
    const manager = managers.get(place)
    if (!manager) throw new Error(`${place} was not started.`)
    const name = `logs-${program}`
    const container = await manager.run(name)
    const say = (text: string, descriptor: 1 | 2) =>
      manager.exec(container, ['/bin/sh', '-c', `echo '${text}' > /proc/1/fd/${descriptor}`])
    await say('a “first” line', 1)
    await shell.containers.expectStatus(name, 'running')
    await shell.containers.open(name)
    const log = new LogTab(page)
    await log.open()
    await expect(log.line('a “first” line')).toBeVisible()
    await say('then an error', 2)
    await expect(log.line('then an error')).toBeVisible()
    await log.search('first')
    await expect(log.searchBar.getByRole('status')).toHaveText('1 line')
    await log.show('Output', 'stderr')
    await expect(log.lines.locator('[data-line-text]')).toHaveText(['then an error'])
    await log.show('Output', 'All output')
    await manager.remove(container)
  })
}

test('containerd keeps none, and that is said', async ({ managers, inside: { shell, page } }) => {
  const reason = whyNot('containerd')
  test.skip(reason !== null, reason ?? '')
  const manager = managers.get('containerd default')
  if (!manager) throw new Error('containerd was not started.')
  const container = await manager.run('logs-ctr')
  await shell.containers.expectStatus('logs-ctr', 'running')
  await manager.kill(container)
  await shell.containers.expectStatus('logs-ctr', 'stopped')
  await shell.containers.open('logs-ctr')
  await new LogTab(page).open()
  await expect(page.getByRole('region', { name: 'There is no log to show' })).toContainText(
    'containerd keeps no log',
  )
  await manager.remove(container)
})
