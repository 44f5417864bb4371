// Using a terminal: search, paste, the clipboard of programs, sizes, full-screen programs, and running again.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import type { Terminal } from '../pages/terminal-dock.ts'
import { bringProgram } from '../support/bring-program.ts'
import { findingsInBothThemes } from '../support/axe.ts'

const pictures = resolve(import.meta.dirname, '../../../out/pictures/terminal')

async function openTerminal({ shell }: Desktop, workspace: Workspace): Promise<Terminal> {
  const bundle = await workspace.bundle('web')
  writeFileSync(join(bundle, 'rootfs/notes'), 'first note\nsecond note\n')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
  await shell.containers.action('web', 'Open terminal').click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('#')
  return terminal
}

async function copy({ app }: Desktop, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, written) => clipboard.writeText(written), text)
}

test('matches are counted, gone through, and narrowed by case and pattern', async ({
  desktop,
  workspace,
}) => {
  const { page } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await terminal.type(String.raw`clear; printf 'Alpha one\nalpha two\nbeta three\nalpha four\n'`)
  await terminal.expectText('alpha four')
  await page.keyboard.press('Control+Shift+F')
  const bar = terminal.region.getByRole('search')
  await bar.getByRole('textbox').fill('alpha')
  await expect(bar.getByRole('status')).toHaveText(/^\d+ of 3$/)
  const before = await bar.getByRole('status').textContent()
  await page.keyboard.press('Enter')
  await expect(bar.getByRole('status')).not.toHaveText(before ?? '')
  await bar.getByRole('button', { name: 'Match case' }).click()
  await expect(bar.getByRole('status')).toHaveText(/ of 2$/)
  await bar.getByRole('button', { name: 'Regular expression' }).click()
  await bar.getByRole('textbox').fill('^(alpha|beta) t')
  await expect(bar.getByRole('status')).toHaveText(/ of 2$/)
  await bar.getByRole('textbox').fill('(')
  await expect(bar.getByRole('status')).toHaveText('Not a pattern')
  await bar.getByRole('textbox').fill('.*')
  await expect(bar.getByRole('status')).toHaveText('Matches everything')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await bar.getByRole('textbox').press('Escape')
  await expect(bar).toBeHidden()
  await expect(terminal.input).toBeFocused()
})

test('many lines are asked about before they are pasted, and ten megabytes do not freeze', async ({
  desktop,
  workspace,
}) => {
  const { page } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await copy(desktop, 'echo first-$((1 + 1))\necho second-$((2 + 2))\n')
  await page.keyboard.press('Control+Shift+V')
  const question = page.getByRole('alertdialog', { name: 'Paste 2 lines?' })
  await expect(question).toContainText('echo second-$((2 + 2))')
  expect(await findingsInBothThemes(desktop)).toEqual([])
  await question.getByRole('button', { name: 'Cancel' }).click()
  await page.keyboard.press('Control+Shift+V')
  await question.getByRole('checkbox', { name: 'Do not ask again' }).click()
  await question.getByRole('button', { name: 'Paste' }).click()
  await terminal.expectText('second-4')

  // Nobody asks now. The shell hears nothing of it: a program reads it, counts it, and says how much it was.
  const line = `${'x'.repeat(1023)}\n`
  await terminal.type('stty raw -echo; busybox head -c 10485760 | busybox wc -c; stty sane')
  await copy(desktop, line.repeat(10 * 1024))
  await page.keyboard.press('Control+Shift+V')
  const began = Date.now()
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
  expect(Date.now() - began).toBeLessThan(2000)
  await expect(terminal.region).toContainText('10485760', { useInnerText: true, timeout: 20_000 })
})

test('a program that takes pastes in brackets gets all of one, and nothing gets out of them', async ({
  desktop,
  workspace,
}) => {
  const { page } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await terminal.type(String.raw`clear; stty -echo; printf '\033[?2004h'; busybox cat -v; stty sane`)
  await expect(terminal.region).not.toContainText('clear', { useInnerText: true })
  // A closing bracket that is left when the one inside it is taken out, and an interrupt.
  await copy(desktop, 'one\u001b[20\u001b[201~1~two\u0003three\nfour')
  await page.keyboard.press('Control+Shift+V')
  await page.keyboard.press('Enter')
  await terminal.expectText(/\^\[\[200~one\[20\[201~1~twothree\s+four\^\[\[201~/)
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await page.keyboard.press('Control+D')
  await terminal.type(String.raw`printf '\033[?2004l'; echo out-$((1 + 1))`)
  await terminal.expectText('out-2')
})

test('characters take the columns that programs reckon with', async ({ desktop, workspace }) => {
  const terminal = await openTerminal(desktop, workspace)
  // 日本: two each; e with an accent of its own: one; a thumb, wide since Unicode 9: two; a joiner: none. The terminal is asked
  // where its cursor is then.
  const written = String.raw`\346\227\245\346\234\254e\314\201\360\237\221\215\342\200\215`
  await terminal.type(
    String.raw`stty raw -echo; printf '\033[2J\033[H${written}\033[6n'; at=$(busybox head -c 6); stty sane; echo; echo "at:` +
      '${at#?}:"',
  )
  await terminal.expectText('at:[1;8R:')
  await terminal.expectText('日本e\u0301👍')
})

test('programs copy only when they may, never read, and what is selected is copied on demand', async ({
  desktop,
  workspace,
}) => {
  const { app, page, shell } = desktop
  const terminal = await openTerminal(desktop, workspace)
  const osc52 = String.raw`printf '\033]52;c;%s\007' $(echo -n from-inside | busybox base64)`
  const copied = () => app.evaluate(({ clipboard }) => clipboard.readText())
  await copy(desktop, 'untouched')
  await terminal.type(`${osc52}; echo done-$((1 + 1))`)
  await terminal.expectText('done-2')
  expect(await copied()).toBe('untouched')

  await shell.goTo('Settings')
  await page.getByRole('switch', { name: 'Programs may copy' }).click()
  await terminal.type(`${osc52}; echo done-$((2 + 2))`)
  await terminal.expectText('done-4')
  await expect.poll(copied).toBe('from-inside')
  // A question is not answered, whatever the setting: what a shell reads back is nothing.
  await terminal.type(
    String.raw`clear; printf '\033]52;'; printf 'c;?\007'; sleep 0.3; echo silent-$((3 + 3))`,
  )
  await terminal.expectText('silent-6')
  expect(await terminal.text()).not.toContain('52;c;')

  await page.getByRole('switch', { name: 'Copy on select' }).click()
  await terminal.type('echo picked-$((4 + 4))')
  await terminal.expectText('picked-8')
  await terminal.select('picked-8')
  await expect.poll(copied).toBe('picked-8')
})

test('programs hear of every size', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  const terminal = await openTerminal(desktop, workspace)
  const sizes = [await terminal.size()]
  await shell.terminals.maximise()
  await expect(terminal.input).toBeFocused()
  sizes.push(await terminal.size())
  await page.keyboard.press('Control+Shift+Equal')
  sizes.push(await terminal.size())
  await page.keyboard.press('Control+Shift+Digit0')
  sizes.push(await terminal.size())
  const [docked, maximised, larger, usual] = sizes
  expect(maximised?.rows).toBeGreaterThan(docked?.rows ?? 0)
  expect(larger?.columns).toBeLessThan(maximised?.columns ?? 0)
  expect(usual?.rows).toBe(maximised?.rows)
  // xterm.js reckons the width of a cell from that of as many columns as it had, in whole pixels.
  expect(Math.abs((usual?.columns ?? 0) - (maximised?.columns ?? 0))).toBeLessThanOrEqual(1)

  // A storm of sizes: the last one is what holds, and nothing is drawn for another.
  for (let step = 0; step < 40; step++) {
    await page.setViewportSize({ width: 900 + step * 9, height: 600 + (step % 7) * 20 })
  }
  await page.setViewportSize({ width: 1000, height: 700 })
  const last = await terminal.size()
  expect(last.columns).toBeLessThan(maximised?.columns ?? 0)
  expect(await terminal.size()).toEqual(last)
  // What the program was told is what is drawn: so many rows, and a line of so many characters in one of them.
  await expect(terminal.region.locator('.xterm-rows > div')).toHaveCount(last.rows)
  await terminal.type(`clear; busybox yes x | busybox head -${last.columns} | busybox tr -d '\\n'; echo y`)
  const full = new RegExp(`^x{${last.columns}}$`)
  await expect(terminal.region.locator('.xterm-rows > div').filter({ hasText: full })).toHaveCount(1)
  await expect(terminal.region.locator('.xterm-rows > div').filter({ hasText: /^y\s*$/ })).toHaveCount(1)

  // The mouse gives the keyboard back to the screen; who comes by the keyboard stays where they are.
  await shell.terminals.region.getByRole('button', { name: 'Restore terminals' }).press('Enter')
  await expect(shell.terminals.region.getByRole('button', { name: 'Maximise terminals' })).toBeFocused()
})

test('full-screen programs are drawn, and leave the screen as it was', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  mkdirSync(pictures, { recursive: true })
  const terminal = await openTerminal(desktop, workspace)
  // The real one where this machine has it.
  const vim = bringProgram(join(workspace.path, 'web/rootfs'), 'vim')
  const editor = vim ? 'vim -u NONE --cmd "set ttimeout ttimeoutlen=50"' : 'busybox vi'
  await terminal.type('echo before-$((1 + 1)); busybox top')
  await terminal.expectText(/PID +PPID +USER/)
  await page.screenshot({ path: join(pictures, 'top.png') })
  await page.keyboard.press('q')
  await terminal.type(`${editor} /notes`)
  await terminal.expectText('first note')
  await terminal.expectText('~')
  await page.screenshot({ path: join(pictures, 'vi.png') })
  await page.keyboard.type(':q!')
  await page.keyboard.press('Enter')
  await terminal.type('echo after-$((2 + 2))')
  await terminal.expectText('after-4')

  // With the pointer given to a program, a click is told; with Shift the text can still be selected.
  await terminal.type(
    String.raw`printf '\033[?1000h\033[?1006h'; busybox head -c 1 | busybox od -c | busybox head -1; printf '\033[?1000l'`,
  )
  await terminal.region.locator('.xterm-screen').click({ position: { x: 40, y: 40 } })
  await page.keyboard.press('Enter')
  await terminal.expectText('0000000 033')
  await terminal.type('clear; exit 4')
  await shell.terminals.expectEnding(/Exited with code 4 after .+, at \d\d:\d\d:\d\d/)
  await shell.terminals.region.getByRole('button', { name: 'Run again' }).click()
  await terminal.type('echo again-$((3 + 3))')
  await terminal.expectText('again-6')
})
