// What is remembered between starts, and what a broken memory costs.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Desktop } from '../fixtures.ts'

async function chosenTheme({ page }: Desktop): Promise<{ stored: unknown; drawn: string }> {
  const stored = await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'runcDesktop') as {
      call: (name: string, args: object) => Promise<{ value: { theme: string } }>
    }
    return (await bridge.call('settings.get', {})).value.theme
  })
  const drawn = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
  return { stored, drawn }
}

test('a theme chosen in the settings holds at once and after a restart', async ({ launch }) => {
  for (const [name, theme] of [
    ['Dark', 'dark'],
    ['Light', 'light'],
  ] as const) {
    const first = await launch()
    await first.shell.isReady()
    await first.shell.goTo('Settings')
    const themes = first.page.getByRole('radiogroup', { name: 'Theme', exact: true })
    await themes.getByRole('radio', { name, exact: true }).click()
    await expect.poll(() => chosenTheme(first)).toEqual({ stored: theme, drawn: theme })
    await first.close()

    const second = await launch()
    await second.shell.isReady()
    expect(await chosenTheme(second)).toEqual({ stored: theme, drawn: theme })
    expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe(theme)
    await second.close()
  }
})

test('the window opens where it was left', async ({ launch }) => {
  const first = await launch()
  await first.shell.isReady()
  const left = { x: 40, y: 30, width: 1000, height: 700 }
  await first.app.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    left,
  )
  await expect.poll(() => first.page.evaluate(() => window.innerWidth)).toBe(left.width)
  await first.close()

  const second = await launch()
  await second.shell.isReady()
  expect(
    await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
  ).toEqual(left)
})

test('a broken settings file is set aside and named, and the app opens all the same', async ({
  launch,
  workspace,
}) => {
  workspace.writeSettings('{"theme": "da')
  const { shell, page } = await launch()
  await shell.isReady()
  await expect(page.getByText(/settings\.json\.broken-/).first()).toBeVisible()
  const files = readdirSync(join(workspace.home, 'config'))
  expect(files.filter((name) => name.startsWith('settings.json.broken-'))).toHaveLength(1)
})

test('a second start brings the first window to the front and ends', async ({
  desktop,
  workspace,
  identity,
}) => {
  const { run } = await import('../support/commands.ts')
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const second = await run(
    [
      identity.executable,
      ...(identity.isSandboxed ? [] : ['--no-sandbox']),
      ...(identity.app === null ? [] : [identity.app]),
      '--disable-gpu',
    ],
    { env: workspace.environment, cwd: workspace.path },
  )
  expect(second.output).toContain('Runc Desktop is running already')
  expect(second.code).toBe(0)
  await expect
    .poll(() => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true)
})
