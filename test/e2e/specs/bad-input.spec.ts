// Things that are not as they should be: each gives one clear sentence where the user looks, and the app stays usable.
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures.ts'
import { must } from '../support/commands.ts'
import { hideProgram } from '../support/hidden-program.ts'
import { kill } from '../support/processes.ts'
import { refusePausing } from '../support/refusal.ts'

test('without runc it says so, how to install it, and goes on when it is there', async ({
  launch,
  workspace,
}) => {
  const { executable, putBack } = await hideProgram(workspace, 'runc')
  const { shell, page, enginePid } = await launch({ executable })
  const missing = page.getByRole('region', { name: 'runc is not installed' })
  await expect(missing).toBeVisible()
  await expect(missing).toContainText('install runc')
  await missing.getByRole('button', { name: 'Check again' }).click()
  await expect(missing.getByRole('status')).toHaveText('Still not there.')

  await putBack(enginePid)
  await missing.getByRole('button', { name: 'Check again' }).click()
  await expect(shell.containers.empty).toBeVisible()
})

test('without conmon it says so, what it is for, and leaves the rest to be used', async ({
  launch,
  workspace,
}) => {
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('other'), 'other')
  const { executable, putBack } = await hideProgram(workspace, 'conmon')
  const { shell, page, enginePid } = await launch({ executable })
  await shell.isReady()
  const { containers, create, terminals } = shell
  const missing = page.getByRole('region', { name: 'conmon is not installed' })
  await expect(missing).toContainText('Creating containers')
  await expect(missing).toContainText('install conmon')

  await containers.action('other', 'Open terminal').click()
  await terminals.of('other').type('echo usable-$((6 * 7))')
  await terminals.of('other').expectText('usable-42')
  await containers.action('other', 'Stop').click()
  await containers.expectStatus('other', 'stopped')
  await containers.createButton.click()
  await create.chooseBundle(await workspace.bundle('mine'))
  await create.submit.click()
  await expect(shell.alert('conmon was not found')).toBeVisible()
  expect(workspace.engineTraces()).toEqual([])
  await create.cancel.click()

  await putBack(enginePid)
  await missing.getByRole('button', { name: 'Check again' }).click()
  await expect(missing).toBeHidden()
  await create.create(join(workspace.path, 'mine'))
  await containers.expectStatus('mine', 'running')
})

test('a bundle that is none is refused before anything is made', async ({
  desktop: { shell },
  workspace,
}) => {
  const { create, containers } = shell
  const noConfig = workspace.folder('no-config')
  const broken = workspace.folder('broken')
  writeFileSync(join(broken, 'config.json'), '{"process": {"args": ["sh"')
  const noRootfs = workspace.folder('no-rootfs')
  writeFileSync(
    join(noRootfs, 'config.json'),
    JSON.stringify({ ociVersion: '1.0.2', process: { args: ['sh'] }, root: { path: 'rootfs' } }),
  )
  await containers.createButton.click()
  for (const [path, sentence] of [
    [noConfig, /config\.json/],
    [broken, /JSON/],
    [noRootfs, /root file system .*rootfs does not exist/],
    [join(workspace.path, 'nowhere'), /no such|not there|does not exist|there is no/i],
    ['relative/path', /whole path/],
  ] as const) {
    await create.chooseBundle(path)
    await expect(create.bundle).toHaveAccessibleDescription(sentence)
    await expect(create.submit).toBeDisabled()
  }
  await create.cancel.click()
  expect(readdirSync(workspace.root)).toEqual([])
  expect(workspace.engineTraces()).toEqual([])
})

test('a container whose program cannot be run says why, in runc’s words, and leaves nothing', async ({
  desktop: { shell },
  workspace,
}) => {
  const bundle = await workspace.bundle('hopeless', { args: ['/no/such/program'] })
  const { create, containers } = shell
  await containers.createButton.click()
  await create.chooseBundle(bundle)
  await expect(create.submit).toBeEnabled()
  await create.submit.click()
  await expect(shell.alert(/no such file/i)).toBeVisible()
  expect(readdirSync(workspace.root)).toEqual([])
  expect(workspace.engineTraces()).toEqual([])
  await create.cancel.click()
  await expect(containers.empty).toBeVisible()
})

test('an action that runc refuses says so in its row, in runc’s words', async ({
  desktop: { shell, app },
  workspace,
}) => {
  const { containers } = shell
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('held'), 'held')
  await containers.expectStatus('held', 'running')
  const relent = await refusePausing(workspace, 'held')
  try {
    await containers.action('held', 'Pause').click()
    const failure = containers.failure('held')
    await expect(failure).toContainText('Could not pause held.')
    await expect(failure).toContainText('read-only file system')
    await expect(failure).toContainText(`--root ${workspace.root}`)
    await expect(failure).toContainText('pause held')
    await failure.getByRole('button', { name: 'Copy error' }).click()
    const copied = (): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText())
    await expect.poll(copied).toMatch(/read-only file system[^]*\$ .*runc .*pause held/)
    await failure.getByRole('button', { name: 'Dismiss' }).click()
    await expect(failure).toHaveCount(0)
    await containers.expectStatus('held', 'running')
  } finally {
    await relent()
  }
  await containers.action('held', 'Pause').click()
  await containers.expectStatus('held', 'paused')
})

test('a container that vanishes between list and click', async ({ desktop, workspace }) => {
  const { shell } = desktop
  const { containers } = shell
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('fleeting'), 'fleeting')
  await containers.expectStatus('fleeting', 'running')
  // The engine learns of neither the one nor the other until it goes on.
  const engine = desktop.enginePid
  kill(engine, 'SIGSTOP')
  await workspace.runc('delete', '--force', 'fleeting')
  await containers.action('fleeting', 'Stop').click()
  kill(engine, 'SIGCONT')
  await containers.expectGone('fleeting')
  const sentence = shell.alert('Could not stop fleeting.')
  await expect(sentence).toBeVisible()
  await sentence.getByRole('button', { name: 'Dismiss' }).click()
  await expect(sentence).toBeHidden()
  await expect(containers.empty).toBeVisible()
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('next'), 'next')
  await containers.expectStatus('next', 'running')
})

test('a runc that hangs holds up its own container alone, and can be given up', async ({
  launch,
  workspace,
}) => {
  // In front of the real one: hangs where it should create, and is itself otherwise.
  const program = (await must(['which', 'runc'], { env: workspace.environment })).trim()
  const folder = join(workspace.path, 'bin')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'runc'),
    `#!/bin/sh\nfor word in "$@"; do [ "$word" = create ] && exec sleep 600; done\nexec ${program} "$@"\n`,
    { mode: 0o755 },
  )
  const { shell } = await launch({
    environment: { PATH: `${folder}:${workspace.environment.PATH}` },
  })
  await shell.isReady()
  const { create, containers } = shell
  const bundle = await workspace.bundle('stuck')
  await containers.createButton.click()
  await create.chooseBundle(bundle)
  await create.submit.click()
  await expect(create.dialog.getByRole('button', { name: 'Creating…' })).toBeVisible()

  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('lively'), 'lively')
  // What was typed stays; nothing was made of it.
  await create.cancel.click()
  await expect(create.submit).toBeEnabled()
  await create.cancel.click()
  await containers.expectStatus('lively', 'running')
  await containers.expectGone('stuck')
  await expect.poll(() => readdirSync(workspace.root)).toEqual(['lively'])
})

test('an engine that is killed comes back, with the list and what changed meanwhile', async ({
  desktop,
  workspace,
}) => {
  const { shell } = desktop
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('before'), 'before')
  await shell.containers.expectStatus('before', 'running')
  await shell.containers.action('before', 'Open terminal').click()
  await shell.terminals.of('before').type('echo up-$((1 + 1))')
  await shell.terminals.of('before').expectText('up-2')

  const engine = desktop.enginePid
  kill(engine, 'SIGKILL')
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('during'), 'during')
  await shell.containers.expectStatus('during', 'running')
  await shell.containers.expectStatus('before', 'running')
  expect(desktop.enginePid).not.toBe(engine)
  await shell.terminals.expectEnding('The engine was restarted')
})

test('an engine that cannot run says why, and starts when that is mended', async ({ launch, workspace }) => {
  // Its directory for sockets must be its own; this one anybody could write to.
  const run = join(workspace.home, 'run')
  mkdirSync(run)
  chmodSync(run, 0o777)
  const { page, shell } = await launch()
  const failed = page.getByRole('region', { name: 'The engine does not run' })
  await expect(failed).toContainText(run)
  chmodSync(run, 0o700)
  await failed.getByRole('button', { name: 'Try again' }).click()
  await expect(shell.containers.empty).toBeVisible()
})
