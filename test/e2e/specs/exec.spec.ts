// The dialog that runs a program in a container, from its key to its end: what is offered, what is refused as one types,
// the command, and a run without a terminal.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import { seriousFindings } from '../support/axe.ts'

const pictures = resolve(import.meta.dirname, '../../../out/pictures/exec')

/** `prepare` changes the root file system before the container is there. */
async function openDialog(
  { page, shell }: Desktop,
  workspace: Workspace,
  prepare?: (rootfs: string) => void,
) {
  const bundle = await workspace.bundle('web')
  prepare?.(join(bundle, 'rootfs'))
  await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
  await shell.containers.expectStatus('web', 'running')
  await shell.containers.row('web').click()
  await page.keyboard.press('T')
  const dialog = page.getByRole('dialog', { name: 'Run in web' })
  await expect(dialog).toBeVisible()
  return dialog
}

for (const theme of ['dark', 'light'] as const) {
  test(`offers, checks and shows the command (${theme})`, async ({ launch, workspace }) => {
    workspace.writeSettings({ theme, windowBounds: { width: 1280, height: 800, maximized: false } })
    const desktop = await launch()
    await desktop.shell.isReady()
    const dialog = await openDialog(desktop, workspace)
    const run = dialog.getByRole('button', { name: 'Run', exact: true })
    await expect(dialog.getByRole('textbox', { name: 'Command' })).toBeFocused()
    await dialog.getByRole('button', { name: '/bin/sh', exact: true }).click()
    await expect(dialog.getByRole('textbox', { name: 'Command' })).toHaveValue('/bin/sh')
    await expect(dialog).toContainText(/exec --tty .*web \/bin\/sh/)

    const user = dialog.getByRole('combobox', { name: 'User' })
    await user.fill('nobody-here')
    await expect(dialog).toContainText('There is no user “nobody-here”')
    await expect(run).toHaveAttribute('aria-disabled', 'true')
    await user.fill('0')
    await dialog.getByRole('textbox', { name: 'Environment' }).fill('WRONG')
    await expect(dialog).toContainText('“WRONG” is not NAME=value.')
    await dialog.getByRole('textbox', { name: 'Environment' }).fill('RIGHT=1')
    await expect(dialog).toContainText(/--user 0:0 .*--env RIGHT=1/)
    expect(await seriousFindings(desktop.page)).toEqual([])
    mkdirSync(pictures, { recursive: true })
    await desktop.page.screenshot({ path: join(pictures, `dialog-${theme}.png`) })
    await dialog.getByRole('radio', { name: 'These' }).click()
    await dialog.getByRole('textbox', { name: 'Which' }).fill('net_admin')
    await expect(dialog).toContainText('--process process.json')
    await dialog.getByRole('checkbox', { name: 'On a terminal' }).click()
    await dialog.getByRole('radio', { name: 'A file' }).click()
    await expect(dialog.getByRole('textbox', { name: 'File on this machine' })).toBeVisible()
    await desktop.page.screenshot({ path: join(pictures, `dialog-rights-${theme}.png`) })
    expect(existsSync(join(pictures, `dialog-rights-${theme}.png`))).toBe(true)
  })
}

test('a program has the size of its pane from its start, and is offered again as it was run', async ({
  desktop,
  workspace,
}) => {
  const { page, shell } = desktop
  const dialog = await openDialog(desktop, workspace, (rootfs) => {
    mkdirSync(join(rootfs, 'etc'), { recursive: true })
    writeFileSync(join(rootfs, 'etc/passwd'), 'app:x:12:13::/:/bin/sh\n')
  })
  const command = dialog.getByRole('textbox', { name: 'Command' })
  const group = (name: string) => dialog.getByRole('group', { name, exact: true })
  await expect(group('Run before')).toHaveCount(0)
  await group('Shells and programs').getByRole('button', { name: 'top', exact: true }).click()
  await expect(command).toHaveValue('top')
  const told = `sh -c 'echo began-$(stty size)-; busybox grep CapEff /proc/self/status; exec sh'`
  await command.fill(told)
  await dialog.getByRole('combobox', { name: 'User' }).fill('app')
  await dialog.getByRole('radio', { name: 'These' }).click()
  // CAP_CHOWN is bit 0.
  await dialog.getByRole('textbox', { name: 'Which' }).fill('chown')
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText(/CapEff:\s+0000000000000001/)
  const { rows, columns } = await terminal.size()
  await terminal.expectText(`began-${rows} ${columns}-`)
  await terminal.type('echo uid-$(busybox id -u)-$(busybox id -g)')
  await terminal.expectText('uid-12-13')

  await shell.containers.row('web').click()
  await page.keyboard.press('T')
  await group('Run before').getByRole('button').first().click()
  await expect(command).toHaveValue(told)
  await expect(dialog.getByRole('combobox', { name: 'User' })).toHaveValue('app')
  await expect(dialog.getByRole('textbox', { name: 'Which' })).toHaveValue('CHOWN')
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  await shell.terminals.of('web', 2).expectText(/CapEff:\s+0000000000000001/)
})

test('a run without a terminal takes lines, ends with them, and tells code and time', async ({
  desktop,
  workspace,
}) => {
  const { page, shell } = desktop
  const dialog = await openDialog(desktop, workspace)
  await dialog
    .getByRole('textbox', { name: 'Command' })
    .fill(`sh -c 'echo warned >&2; while read line; do echo "got $line"; done; exit 3'`)
  await dialog.getByRole('checkbox', { name: 'On a terminal' }).click()
  await dialog.getByRole('radio', { name: 'Typed' }).click()
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(dialog).toBeHidden()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('warned')
  await terminal.type('one')
  await terminal.expectText('got one')
  await terminal.input.focus()
  await page.keyboard.press('Control+d')
  await shell.terminals.expectEnding('Exited with code 3')
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, 'pipes.png') })
})
