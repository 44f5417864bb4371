// Programs that are not the app's to end: a container's own, attached to from its first line, and what was started to
// survive; both found again by the next start of the app. And a foreign container's, which says why there is nothing.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import { kill } from '../support/processes.ts'

/** A bundle whose own program is a shell on a terminal. */
async function shellBundle(workspace: Workspace): Promise<string> {
  const bundle = await workspace.bundle('own', { args: ['sh'] })
  const file = join(bundle, 'config.json')
  const configuration = JSON.parse(readFileSync(file, 'utf8')) as { process: { terminal: boolean } }
  configuration.process.terminal = true
  writeFileSync(file, JSON.stringify(configuration))
  return bundle
}

/** By the menu of the plus, from a shell in the same container. */
async function attach({ page, shell }: Desktop, id: string): Promise<void> {
  await shell.containers.action(id, 'Open terminal').click()
  await shell.terminals.of(id).expectText('#')
  await shell.terminals.region.getByRole('button', { name: 'New terminal' }).click()
  await page.getByRole('menuitem', { name: `The own program of ${id}` }).click()
}

test('the own program of a container is watched from its first line, typed to, resized, and never ended', async ({
  launch,
  workspace,
}) => {
  test.setTimeout(90_000)
  const first = await launch()
  await first.shell.isReady()
  await first.shell.create.create(await shellBundle(workspace))
  await first.page.keyboard.press('Escape')
  await first.shell.containers.expectStatus('own', 'running')
  await attach(first, 'own')
  const terminal = first.shell.terminals.of('own', 2)
  await terminal.type('echo begun-$((1 + 1))')
  await terminal.expectText('begun-2')
  const size = await terminal.size()
  await first.page.keyboard.press('Control+Shift+D')
  await expect.poll(async () => (await terminal.size()).columns).toBeLessThan(size.columns)

  // Closed and opened again: all that it ever said is there, and it goes on.
  await terminal.input.focus()
  await first.page.keyboard.press('Control+Shift+W')
  await expect(terminal.region).toHaveCount(0)
  await first.shell.containers.expectStatus('own', 'running')
  await first.close()

  const second = await launch()
  await second.shell.isReady()
  await second.shell.containers.expectStatus('own', 'running')
  await attach(second, 'own')
  const again = second.shell.terminals.of('own', 2)
  await again.expectText('begun-2')
  await again.type('echo later-$((2 + 2))')
  await again.expectText('later-4')
  await again.type('exit 7')
  await second.shell.terminals.expectEnding('Exited with code 7')
  await second.shell.containers.expectStatus('own', 'stopped')
})

test('another program’s container says why its own program cannot be watched', async ({
  desktop,
  workspace,
}) => {
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  await attach(desktop, 'web')
  await expect(
    desktop.page.getByRole('alert').filter({ hasText: 'made by another tool, which has its terminal' }),
  ).toBeVisible()
})

test('what was started to survive the app is listed by the next one, with its output since', async ({
  launch,
  workspace,
  expectedComplaints,
}) => {
  test.setTimeout(90_000)
  expectedComplaints.push(/engine/i)
  const bundle = await workspace.bundle('web')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
  const first = await launch()
  await first.shell.isReady()
  await first.shell.containers.row('web').click()
  await first.page.keyboard.press('T')
  const dialog = first.page.getByRole('dialog', { name: 'Run in web' })
  await dialog
    .getByRole('textbox', { name: 'Command' })
    .fill(`sh -c 'echo early; while [ ! -e /go ]; do busybox usleep 50000; done; echo meanwhile; exec sh'`)
  await dialog.getByRole('checkbox', { name: 'Survives the app' }).click()
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  const terminal = first.shell.terminals.of('web')
  await terminal.expectText('early')
  await first.close()

  writeFileSync(join(bundle, 'rootfs/go'), '')
  const second = await launch()
  await second.shell.isReady()
  const again = second.shell.terminals.of('web')
  const engine = second.enginePid
  await second.shell.status.getByRole('button', { name: 'Terminals 1' }).click()
  await again.expectText('early')
  await again.expectText('meanwhile')

  // Nor does it need the engine that found it.
  kill(second.enginePid)
  await expect(() => expect(second.enginePid).not.toBe(engine)).toPass()
  await expect(second.shell.terminals.tabs()).toHaveCount(1)
  await again.type('echo now-$((3 + 3)); exit 4')
  await again.expectText('now-6')
  await second.shell.terminals.expectEnding('Exited with code 4')
})

test('closing the window asks what becomes of programs that run, and keeps them with all that they say', async ({
  desktop,
  workspace,
}) => {
  const { app, page, shell } = desktop
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  await shell.containers.action('web', 'Open terminal').click()
  const terminal = shell.terminals.of('web')
  await terminal.type('kept=$((6 * 7)); echo ready-$kept')
  await terminal.expectText('ready-42')
  /** The question is the system's own, which nobody can answer here. */
  const answer = (wanted: string): Promise<void> =>
    app.evaluate(({ dialog }, button) => {
      const ask = (...args: unknown[]) => {
        const { message, buttons } = args.at(-1) as { message: string; buttons: string[] }
        Reflect.set(globalThis, 'asked', message)
        return Promise.resolve({ response: buttons.indexOf(button), checkboxChecked: false })
      }
      Reflect.set(dialog, 'showMessageBox', ask)
    }, wanted)
  const asked = (): Promise<unknown> => app.evaluate(() => Reflect.get(globalThis, 'asked'))
  const isVisible = (): Promise<boolean | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  const close = (): Promise<void> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

  await answer('Cancel')
  await close()
  await expect.poll(asked).toBe('A program still runs in a terminal of web.')
  expect(await isVisible()).toBe(true)

  await terminal.type('(while [ ! -e /dev/shm/go ]; do busybox usleep 50000; done; echo meanwhile-$kept) &')
  await answer('Keep it running')
  await close()
  await expect.poll(isVisible).toBe(false)
  await workspace.runc('exec', 'web', 'busybox', 'touch', '/dev/shm/go')
  // As the next start of the app does.
  await app.evaluate(({ app: running }) => running.emit('second-instance'))
  await expect.poll(isVisible).toBe(true)
  await terminal.expectText('meanwhile-42')
  await terminal.type('echo same-$kept')
  await terminal.expectText('same-42')

  await answer('End it and close')
  const closed = page.waitForEvent('close')
  await Promise.all([closed, close().catch(() => {})])
})
