// The packaged application: that it starts, shows real containers and runs a program in one. Everything else is tested
// on the same code unpacked.
import { expect, test } from '../fixtures.ts'

test('the packaged app shows what runs and opens a shell in it', async ({ desktop, workspace }) => {
  const { shell, app } = desktop
  expect(await app.evaluate(({ app: electron }) => electron.isPackaged)).toBe(true)
  await shell.containers.createSample()
  await shell.containers.expectStatus('sample-1', 'created')
  await shell.containers.action('sample-1', 'Start').click()
  await shell.containers.expectStatus('sample-1', 'running')
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('outside'), 'outside')
  await shell.containers.expectStatus('outside', 'running')
  await shell.containers.action('outside', 'Open terminal').click()
  const terminal = shell.terminals.of('outside')
  await terminal.type('echo packaged-$((6 * 7))')
  await terminal.expectText('packaged-42')
  await shell.containers.delete('sample-1')
  await shell.containers.expectGone('sample-1')
})
