// What somebody else does with runc shows in the window by itself. The times from the command's end to the change in
// the document go into the report.
import type { Workspace } from '../support/workspace.ts'
import { expect, test } from '../fixtures.ts'

test('a container made by plain runc appears, changes and disappears', async ({
  desktop: { shell },
  workspace,
  identity,
}, testInfo) => {
  const { containers } = shell
  const bundle = await workspace.bundle('outside')

  /** Runs the command and waits for what it should change. */
  async function watch(
    what: string,
    command: () => Promise<unknown>,
    change: () => Promise<void>,
  ): Promise<void> {
    await command()
    const began = performance.now()
    await change()
    testInfo.annotations.push({
      type: 'time',
      description: `${what}: ${Math.round(performance.now() - began)} ms`,
    })
  }

  await watch(
    'run → running',
    () => workspace.runc('run', '--detach', '--bundle', bundle, 'outside'),
    () => containers.expectStatus('outside', 'running'),
  )
  if (identity.uid === 0) {
    await watch(
      'pause → paused',
      () => workspace.runc('pause', 'outside'),
      () => containers.expectStatus('outside', 'paused'),
    )
    await watch(
      'resume → running',
      () => workspace.runc('resume', 'outside'),
      () => containers.expectStatus('outside', 'running'),
    )
  }
  await watch(
    'kill → stopped',
    () => workspace.runc('kill', 'outside', 'KILL'),
    () => containers.expectStatus('outside', 'stopped'),
  )
  await watch(
    'delete → gone',
    () => workspace.runc('delete', 'outside'),
    () => containers.expectGone('outside'),
  )
})

test('many at once, and all of them gone again', async ({ desktop: { shell }, workspace }) => {
  const { containers } = shell
  const bundle = await workspace.bundle('many')
  const ids = ['many-1', 'many-2', 'many-3', 'many-4', 'many-5']
  await Promise.all(ids.map((id) => runDetached(workspace, bundle, id)))
  for (const id of ids) await containers.expectStatus(id, 'running')
  await Promise.all(ids.map((id) => workspace.runc('delete', '--force', id)))
  for (const id of ids) await containers.expectGone(id)
  await expect(containers.empty).toBeVisible()
})

test('what runs already is there from the start', async ({ launch, workspace }) => {
  await runDetached(workspace, await workspace.bundle('early'), 'early')
  const { shell } = await launch()
  await shell.isReady()
  await shell.containers.expectStatus('early', 'running')
})

function runDetached(workspace: Workspace, bundle: string, id: string): Promise<string> {
  return workspace.runc('run', '--detach', '--bundle', bundle, id)
}
