// A container's log in the window: all of it, live and afterwards, searched, filtered, copied and saved; and whatever a
// program may write.
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import { LogTab } from '../pages/log-tab.ts'
import { findingsInBothThemes } from '../support/axe.ts'

/** Says what is written to its file `say`, line by line, and ends with it. */
const speaker = `echo "something failed" >&2; sleep 0.2
i=0; while [ $i -lt 3000 ]; do echo "line $i of the log"; i=$((i+1)); done
printf '\\033[31mred\\033[0m and \\033[1mbold\\033[0m\\n'
printf 'no end'
while read -r line; do echo "$line"; done < /say`

async function startSpeaker({ shell }: Desktop, workspace: Workspace, id: string): Promise<string> {
  const bundle = await workspace.bundle(id, { args: ['sh', '-c', `busybox mkfifo /say; ${speaker}`] })
  const specification = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as {
    root: { readonly: boolean }
  }
  specification.root.readonly = false
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(specification))
  await shell.containers.createButton.click()
  await shell.create.chooseBundle(bundle)
  await expect(shell.create.bundleContent).toBeVisible()
  await shell.create.startsAfter.setChecked(true)
  await shell.create.submit.click()
  await expect(shell.create.dialog).toBeHidden()
  await shell.containers.open(id)
  await expect(shell.container.heading(id)).toBeVisible()
  return bundle
}

/** Where the engine says that a log is. */
async function logPath({ page }: Desktop): Promise<string> {
  await page.keyboard.press('o')
  const path = page.getByRole('region', { name: 'What it is' }).getByText(/\/ctr\.log$/)
  return (await path.textContent()) ?? ''
}

test('a log is whole, followed, searched, filtered and saved, and outlives its container', async ({
  desktop,
  workspace,
}) => {
  const { page, app, shell } = desktop
  const log = new LogTab(page)
  const bundle = await startSpeaker(desktop, workspace, 'logs-speaker')
  await log.open()
  await log.expectEnd('no end …goes on')
  expect(await log.isAtEnd()).toBe(true)

  // Followed: what had no end gets it in its place.
  writeFileSync(join(bundle, 'rootfs/say'), 'spoken one\n', { flag: 'a' })
  await expect(log.line('no endspoken one')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()
  await expect(log.line(/^no end/)).toHaveCount(1)

  await log.tool('Go to the beginning').click()
  await expect(log.line('line 0 of the log')).toBeVisible()
  await log.search('line 15\\d of')
  await expect(log.searchBar.getByRole('status')).toHaveText('None')
  await log.searchBar.getByRole('button', { name: 'Regular expression' }).click()
  await expect(log.searchBar.getByRole('status')).toHaveText('10 lines')
  await log.matches.getByRole('button', { name: 'line 157 of the log' }).click()
  await expect(log.line('line 157 of the log')).toBeInViewport()
  await expect(log.searchBar.getByRole('status')).toHaveText('8 of 10 lines')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(log.searchBar).toBeHidden()

  await log.show('Output', 'stderr')
  await expect(log.lines.locator('[data-line-text]')).toHaveText(['something failed'])
  await log.show('Times', 'Since start')
  await expect(log.lines).toContainText(/\+\d+\.\d{3}/)
  await log.show('Output', 'All output')
  await log.show('Times', 'UTC')
  await expect(log.lines).toContainText(/\d\d:\d\d:\d\d\.\d{3}Z/)

  await shell.container.expectStatus('stopped')
  const file = join(workspace.path, 'saved.log')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await log.tool('Save').click()
  await log.saveBar.getByRole('button', { name: 'Save the whole log…' }).click()
  await expect(log.saveBar.getByRole('status')).toContainText(`to ${file}`)
  const said = Array.from({ length: 3000 }, (_, index) => `line ${index} of the log\n`)
  const saved = readFileSync(file, 'utf8')
  expect(saved.replace('something failed\n', '')).toBe(
    [...said, '\u001b[31mred\u001b[0m and \u001b[1mbold\u001b[0m\n', 'no endspoken one\n'].join(''),
  )
})

test('what is not made here and keeps no log says why', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('logs-plain'), 'logs-plain')
  await shell.containers.expectStatus('logs-plain', 'running')
  await shell.containers.open('logs-plain')
  await new LogTab(page).open()
  await expect(page.getByRole('region', { name: 'There is no log to show' })).toContainText(
    'runc keeps no log',
  )
  expect(await findingsInBothThemes(desktop)).toEqual([])
})

test('one line of 90 MB, binary, broken UTF-8 and half a record freeze nothing', async ({
  desktop,
  workspace,
}) => {
  const { page, shell } = desktop
  const log = new LogTab(page)
  const bundle = await startSpeaker(desktop, workspace, 'logs-bad')
  writeFileSync(join(bundle, 'rootfs/say'), '\n', { flag: 'a' })
  await shell.container.expectStatus('stopped')
  const path = await logPath(desktop)
  const head = Buffer.from('2026-08-03T12:00:00.000000000+00:00 stdout F ')
  const end = Buffer.from('\n')
  const bytes = Buffer.concat([
    head,
    Buffer.from('before'),
    end,
    head,
    Buffer.alloc(90_000_000, 'wide '),
    end,
  ])
  const bad = Buffer.concat([head, Buffer.from([0xff, 0xc3, 0x28, 0x00, 0x1b, 0x5b, 0x32, 0x4a, 0x41]), end])
  writeFileSync(path, Buffer.concat([bytes, bad, head, Buffer.from('half'), end, head.subarray(0, 30)]))
  truncateSync(path, statSync(path).size)
  await log.open()
  await expect(log.line('�')).toContainText('⟨U+0000⟩A')
  await log.expectEnd('half')
  await expect(log.line('wide wide').first()).toBeAttached()
  await log.tool('Wrap lines').click()
  await expect(log.line('half')).toBeVisible()
  await log.tool('Go to the beginning').click()
  await expect(log.line('before')).toBeVisible()
  await log.search('half')
  await expect(log.searchBar.getByRole('status')).toHaveText('1 line')
  await log.matches.getByRole('button').click()
  await expect(log.line('half')).toBeInViewport()
})
