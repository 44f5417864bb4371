// The files of real containers in the window: looked at, copied out and in, deleted; running and stopped.
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import { FilesTab } from '../pages/files-tab.ts'
import { findingsInBothThemes } from '../support/axe.ts'
import { run } from '../support/commands.ts'

/** What the system's dialogs would answer. */
async function answerDialogs({ app }: Desktop, answers: { open?: string[]; save?: string }): Promise<void> {
  await app.evaluate(({ dialog }, { open, save }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: !open, filePaths: open ?? [] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: !save, filePath: save ?? '' })
  }, answers)
}

/** A bundle whose root file system may be written to, with something to look at. */
async function makeBundle(workspace: Workspace, id: string): Promise<string> {
  const bundle = await workspace.bundle(id)
  const file = join(bundle, 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as { root: { readonly: boolean } }
  config.root.readonly = false
  writeFileSync(file, JSON.stringify(config))
  fill(join(bundle, 'rootfs'))
  return bundle
}

function fill(rootfs: string): void {
  mkdirSync(join(rootfs, 'srv/deep/below'), { recursive: true })
  writeFileSync(join(rootfs, 'srv/greeting.txt'), 'Grüße aus dem Behälter\n')
  writeFileSync(join(rootfs, 'srv/picture'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]))
  writeFileSync(join(rootfs, 'srv/long'), 'line of text\n'.repeat(20_000))
  writeFileSync(join(rootfs, 'srv/deep/below/leaf'), 'leaf')
  writeFileSync(Buffer.concat([Buffer.from(join(rootfs, 'srv/br')), Buffer.from([0xff])]), 'broken name')
  symlinkSync('/etc/shadow', join(rootfs, 'srv/shadow'))
  symlinkSync('deep', join(rootfs, 'srv/way'))
}

test('a running container is browsed, previewed, and nothing of the machine is seen', async ({
  desktop,
  workspace,
}) => {
  const { shell, page } = desktop
  const files = new FilesTab(page)
  const bundle = await makeBundle(workspace, 'files-web')
  await run(['mkfifo', join(bundle, 'rootfs/srv/pipe')])
  await workspace.runc('run', '--detach', '--bundle', bundle, 'files-web')
  await shell.containers.expectStatus('files-web', 'running')
  await shell.containers.press('files-web')
  await page.keyboard.press('f')
  await expect(files.row('proc')).toContainText('mount')
  await files.enter('srv')
  await expect(files.row('way')).toContainText('→ deep')
  await expect(files.row('shadow')).toContainText('(not there)')
  await expect(files.row('greeting.txt')).toContainText('26 B')

  await files.open('greeting.txt')
  await expect(files.preview('greeting.txt')).toContainText('Grüße aus dem Behälter')
  await expect(files.preview('greeting.txt')).toContainText('UTF-8')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await files.open('picture')
  await expect(files.preview('picture')).toContainText('PNG image')
  await expect(files.preview('picture')).toContainText('00000000  89 50 4e 47')
  await files.open('shadow')
  await expect(files.preview('shadow')).toContainText('leads nowhere in this container')
  await files.open('pipe')
  await expect(files.preview('pipe')).toContainText('A FIFO. It is not opened')
  await files.open('br⟨FF⟩')
  await expect(files.preview('br⟨FF⟩')).toContainText('broken name')
  await files.open('long')
  await files.preview('long').getByRole('button', { name: 'After' }).click()
  await expect(files.preview('long')).toContainText('64.0 KiB to 128 KiB')

  await files.filter.fill('gree')
  await expect(files.table.getByRole('row')).toHaveCount(2)
  await files.filter.press('Escape')
  // A link to a directory leads to the directory itself; by keys on, and up again.
  await files.open('way')
  await files.expectIn('deep')
  await files.table.focus()
  await page.keyboard.press('Enter')
  await files.expectIn('below')
  await page.keyboard.press('Backspace')
  await files.expectIn('deep')
  await expect(files.table.getByRole('row', { selected: true })).toContainText('below')
  // The place is kept for when one comes back.
  await page.keyboard.press('o')
  await page.keyboard.press('f')
  await files.expectIn('deep')
})

test('files go in and out, and what would be lost is asked for', async ({ desktop, workspace }) => {
  const { shell, page } = desktop
  const files = new FilesTab(page)
  const bundle = await makeBundle(workspace, 'files-copy')
  const rootfs = join(bundle, 'rootfs')
  const here = workspace.folder('here')
  const from = join(here, 'new.conf')
  writeFileSync(from, 'first', { mode: 0o640 })
  await workspace.runc('run', '--detach', '--bundle', bundle, 'files-copy')
  await shell.containers.open('files-copy')
  await files.show()
  await files.enter('srv')

  await answerDialogs(desktop, { open: [from] })
  await files.upload.click()
  const question = page.getByRole('alertdialog', { name: 'Upload 1 file to files-copy?' })
  await expect(question).toContainText('/srv/new.conf')
  await question.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(files.transfers).toContainText('Uploaded /srv/new.conf')
  await expect(files.row('new.conf')).toContainText('5 B')
  expect(statSync(join(rootfs, 'srv/new.conf')).mode & 0o777).toBe(0o640)

  writeFileSync(from, 'second')
  await files.upload.click()
  await expect(question).toContainText('what is in it is lost')
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(readFileSync(join(rootfs, 'srv/new.conf'), 'utf8')).toBe('first')
  await files.upload.click()
  await question.getByRole('button', { name: 'Upload and replace' }).click()
  await expect(files.row('new.conf')).toContainText('6 B')
  expect(readFileSync(join(rootfs, 'srv/new.conf'), 'utf8')).toBe('second')

  const to = join(here, 'out')
  await answerDialogs(desktop, { save: to })
  await files.action('greeting.txt', 'Download')
  await expect(files.transfers).toContainText(`Downloaded /srv/greeting.txt to ${to}`)
  expect(readFileSync(to, 'utf8')).toContain('Grüße')
  await files.action('greeting.txt', 'Copy path of')
  expect(await desktop.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('/srv/greeting.txt')

  await files.action('deep', 'Delete')
  const deletion = page.getByRole('alertdialog', { name: 'Delete deep?' })
  await expect(deletion).toContainText('/srv/deep in files-copy')
  await expect(deletion).toContainText('A directory with 2 entries in it')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await deletion.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(files.name('deep')).toHaveCount(0)
  await expect(files.transfers).toContainText('Deleted /srv/deep 3 entries')
  // In the table the key is for the file, never for the container.
  await files.row('long').click()
  await files.table.press('Delete')
  await page
    .getByRole('alertdialog', { name: 'Delete long?' })
    .getByRole('button', { name: 'Cancel' })
    .click()
  await expect(files.name('long')).toBeVisible()
})

test('a stopped container is seen as it lies on disk, and says so', async ({ desktop, workspace }) => {
  const { shell, page } = desktop
  const files = new FilesTab(page)
  const bundle = await makeBundle(workspace, 'files-ended')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'files-ended')
  await shell.containers.open('files-ended')
  await files.show()
  await expect(files.row('proc')).toContainText('mount')
  await workspace.runc('kill', 'files-ended', 'KILL')
  await expect(page.getByText('this is its root file system on disk, without its mounts')).toBeVisible()
  await expect(files.row('proc')).not.toContainText('mount')
  await files.enter('srv')
  await files.open('greeting.txt')
  await expect(files.preview('greeting.txt')).toContainText('Grüße')
  await files.action('long', 'Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(files.name('long')).toHaveCount(0)
  // What is gone meanwhile says so, with a way back.
  await run(['rm', '-r', join(bundle, 'rootfs/srv')])
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(shell.alert('Could not open /srv')).toBeVisible()
  await page.getByRole('button', { name: 'Go to the root directory' }).click()
  await expect(files.row('bin')).toBeVisible()
})
