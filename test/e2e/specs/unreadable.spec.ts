// As an ordinary user, who may not read everything.
import { chmodSync } from 'node:fs'
import { expect, test } from '../fixtures.ts'

test('a runc root that cannot be read is said, and read as soon as it can be', async ({
  launch,
  workspace,
}) => {
  chmodSync(workspace.root, 0o000)
  const { shell, page } = await launch()
  const problem = page.getByRole('region', { name: 'The runc root cannot be read' })
  await expect(problem).toBeVisible()
  await expect(problem).toContainText(workspace.root)
  chmodSync(workspace.root, 0o700)
  await expect(shell.containers.empty).toBeVisible()
})
