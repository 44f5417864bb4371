// Where terminals are shown: beside each other, renamed, moved, in a window of their own, and the same after a reload.
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import { Terminal } from '../pages/terminal-dock.ts'
import { findingsInBothThemes } from '../support/axe.ts'

async function openTerminal({ shell }: Desktop, workspace: Workspace): Promise<Terminal> {
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  await shell.containers.action('web', 'Open terminal').click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('#')
  return terminal
}

test('terminals are split, renamed and moved, and all of it outlives a reload', async ({
  desktop,
  workspace,
}) => {
  const { page, shell } = desktop
  const first = await openTerminal(desktop, workspace)
  const whole = await first.size()
  await page.keyboard.press('Control+Shift+D')
  const second = shell.terminals.of('web', 2)
  await second.expectText('#')
  await expect(first.region).toBeVisible()
  const half = await second.size()
  expect(half.rows).toBe(whole.rows)
  expect(half.columns).toBeLessThan(whole.columns / 2 + 1)
  expect(await findingsInBothThemes(desktop)).toEqual([])

  // The border moves by keys, and the program hears of it.
  await page.getByRole('separator', { name: 'Width of the terminals' }).focus()
  await page.keyboard.press('Shift+ArrowLeft')
  expect((await second.size()).columns).toBeGreaterThan(half.columns)

  await shell.terminals.rename(shell.terminals.tab('web · sh 2'), 'build')
  await expect(shell.terminals.tab('build')).toBeFocused()
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await expect(shell.terminals.tabs()).toHaveText([/build/, /web/])

  await second.type('echo kept-$((6 * 7))')
  await second.expectText('kept-42')
  await page.reload()
  await expect(shell.terminals.tabs()).toHaveText([/build/, /web/])
  await second.expectText('kept-42')
  await expect(first.region).toBeVisible()

  // Shown alone, the other is still there, where it was scrolled to.
  await shell.terminals.tab('build').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Show alone' }).click()
  await expect(first.region).toBeHidden()
  await expect(second.region).toBeVisible()
})

test('what was drawn on a wider screen is the same after a reload', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  const terminal = await openTerminal(desktop, workspace)
  // As a full-screen program does it: each word is put in its place.
  const row = `printf "\\033[$i;1Hleft$i\\033[$i;100Hright$i"`
  await terminal.type(`printf "\\033[2J"; for i in 1 2 3 4 5; do ${row}; done; printf "\\033[6;1H"`)
  await terminal.expectText('right5')
  await page.keyboard.press('Control+Shift+D')
  const other = shell.terminals.of('web', 2)
  await other.expectText('#')
  const drawn = await terminal.text()
  for (const word of ['left1', 'right1', 'left5', 'right5']) expect(drawn).toContain(word)
  await page.reload()
  await other.expectText('#')
  await expect.poll(() => terminal.text()).toBe(drawn)
  // It is as large as its pane again, and so is what runs in it.
  const { columns } = await terminal.size()
  expect(columns).toBeLessThan(100)
})

test('a tab is dragged to its place, also over one that is not shown', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  await openTerminal(desktop, workspace)
  for (const number of [2, 3]) {
    await page.keyboard.press('Control+Shift+T')
    await shell.terminals.of('web', number).expectText('#')
  }
  await shell.terminals.rename(shell.terminals.tab('web · sh 2'), 'two')
  await shell.terminals.rename(shell.terminals.tab('web · sh 3'), 'three')
  await expect(shell.terminals.tabs()).toHaveText([/web/, /two/, /three/])
  const from = await shell.terminals.tab('three').boundingBox()
  const to = await shell.terminals.tab('web · sh').boundingBox()
  if (!from || !to) throw new Error('The tabs are not drawn.')
  await page.mouse.move(from.x + 20, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + 10, to.y + to.height / 2, { steps: 8 })
  await page.mouse.up()
  await expect(shell.terminals.tabs()).toHaveText([/three/, /web/, /two/])
  await page.reload()
  await expect(shell.terminals.tabs()).toHaveText([/three/, /web/, /two/])
})

test('what is scrolled to and what is selected stay when another tab is shown', async ({
  desktop,
  workspace,
}) => {
  const { app, page, shell } = desktop
  const first = await openTerminal(desktop, workspace)
  await page.keyboard.press('Control+Shift+T')
  const second = shell.terminals.of('web', 2)
  await second.expectText('#')
  await shell.terminals.tab('web · sh').first().click()
  // More than a hidden terminal takes before it lets go of its stream; all of it is still to be scrolled to.
  await first.type('for i in $(busybox seq 100); do echo line-$i-; done')
  await first.expectText('line-100-')
  await first.type(
    "sleep 1; busybox seq 3000 | busybox sed 's/$/ of a flood of rather long lines, each with a number of its own, while nobody sees it drawn at all/'",
  )
  await page.keyboard.press('Control+Shift+Home')
  await first.expectText('line-3-')
  await first.select('line-3-')
  const before = await first.text()
  await shell.terminals.tab('web · sh 2').click()
  await second.type('sleep 3; echo waited-$((1 + 1))')
  await second.expectText('waited-2')
  await shell.terminals.tab('web · sh').first().click()
  await expect.poll(() => first.text()).toBe(before)
  await page.keyboard.press('Control+Shift+C')
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('line-3-')
  await page.keyboard.press('Control+Shift+End')
  await first.expectText('3000 of a flood')
})

test('a terminal has a window of its own, and comes back to the dock', async ({ desktop, workspace }) => {
  const { app, page, shell } = desktop
  const docked = await openTerminal(desktop, workspace)
  await docked.type('kept=moved-$((6 * 7))')
  const opened = app.waitForEvent('window')
  await page.keyboard.press('Control+Shift+O')
  const window = await opened
  const alone = new Terminal(window, 'web')
  await alone.type('echo $kept')
  await alone.expectText('moved-42')
  await expect(shell.terminals.tabs()).toHaveCount(0)
  await expect(window).toHaveTitle(/web · sh/)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2)
  // Under the same rules: nothing of Node, nothing of Electron.
  expect(
    await window.evaluate(() => [
      typeof Reflect.get(globalThis, 'require'),
      typeof Reflect.get(globalThis, 'process'),
    ]),
  ).toEqual(['undefined', 'undefined'])

  await window.setViewportSize({ width: 700, height: 400 })
  const { columns } = await alone.size()
  expect(columns).toBeLessThan(100)
  const closed = window.waitForEvent('close')
  // The window goes while the key is still down.
  await Promise.all([closed, window.keyboard.press('Control+Shift+O').catch(() => {})])
  await expect(shell.terminals.tabs()).toHaveCount(1)
  await docked.expectText('moved-42')
  await docked.type('exit 3')
  await shell.terminals.expectEnding('Exited with code 3 after')
})

test('a window of its own that is closed by hand loses nothing', async ({ desktop, workspace }) => {
  const { app, page, shell } = desktop
  const docked = await openTerminal(desktop, workspace)
  const opened = app.waitForEvent('window')
  await page.keyboard.press('Control+Shift+O')
  const window = await opened
  const alone = new Terminal(window, 'web')
  await alone.type('kept=closed-$((6 * 7)); echo said-$((1 + 1))')
  await alone.expectText('said-2')
  const closed = window.waitForEvent('close')
  const handle = await app.browserWindow(window)
  await handle.evaluate((one) => one.close())
  await closed
  await expect(shell.terminals.tabs()).toHaveCount(1)
  await shell.terminals.tabs().first().click()
  await docked.expectText('said-2')
  await docked.type('echo $kept')
  await docked.expectText('closed-42')
})

test('a program that ended in its own window is run again there', async ({ desktop, workspace }) => {
  const { app, page, shell } = desktop
  await openTerminal(desktop, workspace)
  const opened = app.waitForEvent('window')
  await page.keyboard.press('Control+Shift+O')
  const window = await opened
  const alone = new Terminal(window, 'web')
  await alone.type('exit 5')
  await window.getByRole('button', { name: 'Run again' }).click()
  await alone.type('echo again-$((1 + 1))')
  await alone.expectText('again-2')
  await expect(shell.terminals.tabs()).toHaveCount(0)
  // Closed with its program, nothing comes back.
  const closed = window.waitForEvent('close')
  await Promise.all([closed, window.keyboard.press('Control+Shift+W').catch(() => {})])
  await expect.poll(() => app.windows().length).toBe(1)
  await expect(shell.terminals.tabs()).toHaveCount(0)
})
