// What makes a terminal one's own: its look, its memory, its links and titles, the emulator beside it; and the dialog's
// runs, as whom, where, with what, and from a file.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../../build/common/process.mjs'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import type { Terminal } from '../pages/terminal-dock.ts'

async function runWeb(workspace: Workspace): Promise<string> {
  const bundle = await workspace.bundle('web')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
  return bundle
}

async function openTerminal({ shell }: Desktop, workspace: Workspace): Promise<Terminal> {
  await runWeb(workspace)
  await shell.containers.action('web', 'Open terminal').click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('#')
  return terminal
}

test('the screen is cleared, scrolled by keys, and keeps as many lines as the settings say', async ({
  launch,
  workspace,
}) => {
  workspace.writeSettings({ terminalScrollback: 200 })
  const desktop = await launch()
  await desktop.shell.isReady()
  const { page } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await terminal.type('i=0; while [ $i -lt 1000 ]; do i=$((i + 1)); echo line-$i; done')
  await terminal.expectText('line-1000')
  await page.keyboard.press('Control+Shift+Home')
  // Drawn with the next picture. Those on the screen come on top of the two hundred behind it.
  const first = async (): Promise<number> => Number(/line-(\d+)/.exec(await terminal.text())?.[1])
  await expect.poll(first).toBeLessThan(800)
  expect(await first()).toBeGreaterThan(740)
  await page.keyboard.press('Control+Shift+End')
  await terminal.expectText('line-1000')
  await page.keyboard.press('Control+Shift+K')
  await expect(terminal.region).not.toContainText('line-1000', { useInnerText: true })
  await terminal.type('echo on-$((1 + 1))')
  await terminal.expectText('on-2')
})

test('font, size and theme are chosen for terminals alone, and a screen reader is given their text', async ({
  desktop,
  workspace,
}) => {
  const { page, shell } = desktop
  const terminal = await openTerminal(desktop, workspace)
  const size = await terminal.size()
  const look = (): Promise<{ family: string; background: string }> =>
    terminal.region.locator('.xterm-rows').evaluate((rows) => {
      let box: Element | null = rows
      const colourOf = (one: Element): string => getComputedStyle(one).backgroundColor
      while (box.parentElement && /, 0\)$|transparent/.test(colourOf(box))) box = box.parentElement
      return { family: getComputedStyle(rows).fontFamily, background: colourOf(box) }
    })
  await shell.goTo('Settings')
  await page.getByRole('radiogroup', { name: 'Terminal theme' }).getByRole('radio', { name: 'Dark' }).click()
  const dark = await look()
  await page.getByRole('radiogroup', { name: 'Terminal theme' }).getByRole('radio', { name: 'Light' }).click()
  expect((await look()).background).not.toBe(dark.background)
  const font = page.getByRole('textbox', { name: 'Terminal font', exact: true })
  await font.fill('DejaVu Sans Mono')
  await font.press('Enter')
  await expect.poll(async () => (await look()).family).toMatch(/^"?DejaVu Sans Mono/)
  await page.getByRole('textbox', { name: 'Terminal font size' }).press('ArrowUp')
  await expect.poll(async () => (await terminal.size()).columns).not.toBe(size.columns)

  await expect(terminal.region.locator('.xterm-accessibility')).toHaveCount(0)
  await page.getByRole('switch', { name: 'Terminals for screen readers' }).click()
  await terminal.type('echo spoken-$((2 + 2))')
  await expect(terminal.region.locator('.xterm-accessibility')).toContainText('spoken-4')
})

test('a link says where it leads and opens nothing, and a title is text', async ({ desktop, workspace }) => {
  const { app, page, shell } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await app.evaluate(({ clipboard }) => clipboard.writeText('untouched'))
  const declared = String.raw`printf '\033]8;;https://evil.example/\033\\good.example\033]8;;\033\\\n'`
  await terminal.type(`clear; ${declared}`)
  await terminal.expectText('good.example')
  const link = terminal.region.locator('.xterm-rows > div').filter({ hasText: /^good\.example/ })
  // Its row is drawn anew while the prompt below it comes.
  let box = { x: 0, y: 0, height: 0 }
  await expect.poll(async () => (box = (await link.boundingBox()) ?? box).height).toBeGreaterThan(0)
  const at = { x: box.x + 20, y: box.y + box.height / 2 }
  await page.mouse.move(at.x, at.y + 40)
  await page.mouse.move(at.x, at.y)
  const notice = terminal.region.locator('output').filter({ hasText: 'https://evil.example/' })
  await expect(notice).toContainText('Ctrl+click copies')
  await page.mouse.click(at.x, at.y)
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('untouched')
  await page.keyboard.down('Control')
  await page.mouse.click(at.x, at.y)
  await page.keyboard.up('Control')
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('https://evil.example/')
  expect(app.windows()).toHaveLength(1)

  // The same for an address that stands in the text, once it is not told any more what was copied.
  await expect(notice).toBeHidden()
  await terminal.type('clear; echo https://plain.example/$((40 + 2))')
  await terminal.expectText('https://plain.example/42')
  const plain = terminal.region
    .locator('.xterm-rows > div')
    .filter({ hasText: /^https:\/\/plain\.example\/42/ })
  await expect.poll(async () => (box = (await plain.boundingBox()) ?? box).height).toBeGreaterThan(0)
  const there = { x: box.x + 20, y: box.y + box.height / 2 }
  await page.mouse.move(there.x, there.y + 60)
  await page.mouse.move(there.x, there.y)
  await expect(terminal.region.locator('output').filter({ hasText: 'plain.example/42' })).toBeVisible()
  await page.keyboard.down('Control')
  await page.mouse.click(there.x, there.y)
  await page.keyboard.up('Control')
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe('https://plain.example/42')
  expect(app.windows()).toHaveLength(1)

  await terminal.type(String.raw`printf '\033]0;<b>building</b> \033[31mthings\007'; echo titled-$((3 + 3))`)
  await terminal.expectText('titled-6')
  await shell.terminals.tabs().first().hover()
  await expect(page.getByText('<b>building</b>').last()).toBeVisible()
  await expect(shell.terminals.tabs().first().locator('b')).toHaveCount(0)
  expect(await page.title()).not.toContain('building')
})

test('a shell is opened in the emulator of the user, with the command as arguments', async ({
  launch,
  workspace,
}) => {
  const emulator = join(workspace.path, 'my-emulator')
  const called = join(workspace.path, 'called')
  writeFileSync(
    emulator,
    `#!/bin/sh\nprintf '%s\\n' "$@" > ${called}.new && mv ${called}.new ${called}\nsleep 1\n`,
    {
      mode: 0o755,
    },
  )
  const desktop = await launch({ environment: { TERMINAL: emulator } })
  await desktop.shell.isReady()
  await openTerminal(desktop, workspace)
  await desktop.shell.terminals.region.getByRole('button', { name: 'New terminal' }).click()
  await desktop.page.getByRole('menuitem', { name: 'Shell in your own terminal' }).click()
  const words = (): string[] => {
    try {
      return readFileSync(called, 'utf8').trim().split('\n')
    } catch {
      return []
    }
  }
  await expect.poll(words).toEqual(['-e', expect.stringMatching(/runc$/), ...expectedWords(workspace)])
})

test('without an emulator the command of the shell is copied', async ({ launch, workspace }) => {
  // All that the app needs, and nothing that has a window.
  const programs = join(workspace.path, 'programs')
  mkdirSync(programs)
  for (const name of ['runc', 'conmon', 'socat', 'sh']) {
    const path = findProgram(name)
    if (path) symlinkSync(path, join(programs, name))
  }
  const desktop = await launch({ environment: { PATH: programs, TERMINAL: '' } })
  await desktop.shell.isReady()
  await openTerminal(desktop, workspace)
  await desktop.shell.terminals.region.getByRole('button', { name: 'New terminal' }).click()
  await desktop.page.getByRole('menuitem', { name: 'Shell in your own terminal' }).click()
  await expect(desktop.page.getByText('No terminal emulator was found on this machine.')).toBeVisible()
  const copied = (): Promise<string> => desktop.app.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toMatch(/runc --root \S+ exec --tty --env COLORTERM=truecolor web \/bin\/sh$/)
})

function expectedWords({ root }: Workspace): unknown[] {
  return ['--root', root, 'exec', '--tty', '--env', 'COLORTERM=truecolor', 'web', '/bin/sh']
}

test('a program runs as whom, where and with what the dialog says, and reads a file', async ({
  desktop,
  workspace,
}) => {
  const { page, shell } = desktop
  await runWeb(workspace)
  await shell.containers.expectStatus('web', 'running')
  await shell.containers.row('web').click()
  await page.keyboard.press('T')
  const dialog = page.getByRole('dialog', { name: 'Run in web' })
  const field = (name: string) => dialog.getByRole('textbox', { name, exact: true })
  await field('Command').fill(
    `sh -c 'echo is-$(busybox id -u)-$(busybox id -g) in $(busybox pwd) with $RIGHT; busybox grep CapEff /proc/self/status; exec sh'`,
  )
  await dialog.getByRole('combobox', { name: 'User' }).fill('12')
  await dialog.getByRole('combobox', { name: 'Group' }).fill('13')
  await dialog.getByRole('textbox', { name: 'Environment' }).fill('RIGHT=one two')
  await dialog.getByRole('radio', { name: 'None' }).last().click()
  await field('Directory').fill('/bin')
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('is-12-13 in /bin with one two')
  await terminal.expectText(/CapEff:\s+0000000000000000/)

  const input = join(workspace.path, 'input')
  writeFileSync(input, 'from the host\n'.repeat(1000))
  await shell.containers.row('web').click()
  await page.keyboard.press('T')
  await field('Command').fill(`sh -c 'echo counted $(busybox wc -c); echo complained >&2; exit 3'`)
  await dialog.getByRole('checkbox', { name: 'On a terminal' }).click()
  await dialog.getByRole('radio', { name: 'A file' }).click()
  await field('File on this machine').fill(input)
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  const piped = shell.terminals.of('web', 2)
  await piped.expectText('counted 14000')
  await piped.expectText('complained')
  await shell.terminals.expectEnding(/Exited with code 3 after/)
  // Standard error is told from standard output by its colour.
  const colourOf = (text: string): Promise<string> =>
    piped.region
      .getByText(text)
      .last()
      .evaluate((one) => getComputedStyle(one).color)
  expect(await colourOf('complained')).not.toBe(await colourOf('counted 14000'))
})
