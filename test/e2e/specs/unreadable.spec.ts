// As an ordinary user, who may not read everything.
import { chmodSync } from 'node:fs'
import { expect, test } from '../fixtures.ts'
import { findingsInBothThemes } from '../support/axe.ts'

test('a runc root that cannot be read is said, and read as soon as it can be', async ({
  launch,
  workspace,
}) => {
  chmodSync(workspace.root, 0o000)
  const desktop = await launch()
  const { shell, page } = desktop
  const problem = page.getByRole('region', { name: 'The runc root cannot be read' })
  await expect(problem).toBeVisible()
  await expect(problem).toContainText(workspace.root)
  expect(await findingsInBothThemes(desktop)).toEqual([])
  chmodSync(workspace.root, 0o700)
  await expect(shell.containers.empty).toBeVisible()
})

test('a root that cannot be read any more is said above what was known of it', async ({
  desktop,
  workspace,
}) => {
  const { shell } = desktop
  const { containers } = shell
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  await containers.expectStatus('web', 'running')
  const engine = desktop.enginePid

  chmodSync(workspace.root, 0o000)
  const problem = shell.alert('The runc root cannot be read any more')
  await expect(problem).toContainText(workspace.root)
  await expect(containers.row('web')).toBeVisible()
  expect(await findingsInBothThemes(desktop)).toEqual([])

  chmodSync(workspace.root, 0o700)
  await expect(problem).toBeHidden()
  await containers.expectStatus('web', 'running')
  expect(desktop.enginePid).toBe(engine)
  // It watches again, and does not only read once.
  await workspace.runc('kill', 'web', 'KILL')
  await containers.expectStatus('web', 'stopped')
})
