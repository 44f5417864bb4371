// A terminal beyond typing: the clipboard, and a page that is loaded anew while a program runs.
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import type { Terminal } from '../pages/terminal-dock.ts'

async function openTerminal({ shell }: Desktop, workspace: Workspace): Promise<Terminal> {
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  await shell.containers.action('web', 'Open terminal').click()
  return shell.terminals.of('web')
}

test('what is selected is copied, and what was copied is pasted', async ({ desktop, workspace }) => {
  const { app, page } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await terminal.type('echo copied-$((6 * 7))')
  await terminal.expectText('copied-42')
  await terminal.select('copied-42')
  await page.keyboard.press('Control+Shift+C')
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('copied-42')

  await app.evaluate(({ clipboard }) => clipboard.writeText('echo pasted-$((40 + 2))'))
  await terminal.input.focus()
  await page.keyboard.press('Control+Shift+V')
  await terminal.expectText('echo pasted-$((40 + 2))')
  await page.keyboard.press('Enter')
  await terminal.expectText('pasted-42')
})

test('a terminal outlives its page: screen, program and all', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await terminal.type('kept=memory-$((6 * 7)); echo shell:$$:')
  await terminal.expectText(/shell:\d+:/)
  const [, pid] = /shell:(\d+):/.exec(await terminal.region.innerText()) ?? []

  await page.reload()
  await expect(shell.terminals.tabs()).toHaveCount(1)
  await terminal.expectText(`shell:${pid}:`)
  await terminal.type('echo again:$$:$kept:')
  await terminal.expectText(`again:${pid}:memory-42:`)
  await terminal.type('exit 7')
  await shell.terminals.expectEnding('Exited with code 7')
})
