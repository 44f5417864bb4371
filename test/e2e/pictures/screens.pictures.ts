// Every screen, dark and light. The comfortable size goes to docs/, the smallest and a large one to out/pictures.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ProcessesTab } from '../pages/processes-tab.ts'
import { StatsTab } from '../pages/stats-tab.ts'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import { FilesTab } from '../pages/files-tab.ts'

const repository = resolve(import.meta.dirname, '../../..')

const sizes = [
  { width: 1280, height: 800, folder: join(repository, 'docs') },
  { width: 900, height: 600, folder: join(repository, 'out/pictures/900') },
  { width: 2560, height: 1440, folder: join(repository, 'out/pictures/2560') },
] as const

const service = [
  'sh',
  '-c',
  'trap "exit 0" TERM; echo listening on :8080; while :; do sleep 1000 & wait $!; done',
]

for (const theme of ['dark', 'light'] as const) {
  for (const { width, height, folder } of sizes) {
    test(`${theme} ${width} × ${height}`, async ({ launch, workspace }) => {
      mkdirSync(folder, { recursive: true })
      workspace.writeSettings({ theme, windowBounds: { width, height, maximized: false } })
      const desktop = await launch()
      await desktop.shell.isReady()
      await desktop.page.setViewportSize({ width, height })
      const take = async (name: string): Promise<void> => {
        await desktop.page.mouse.move(width - 2, height - 2)
        await settled(desktop)
        await desktop.page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
      }
      await take('empty')
      await populate(desktop, workspace)
      await takeScreens(desktop, take)
    })
  }
}

/** Containers as one might find them: one in each state, made here and elsewhere. */
async function populate({ shell }: Desktop, workspace: Workspace): Promise<void> {
  for (const id of ['api-gateway', 'postgres-14', 'cache']) {
    const bundle = await workspace.bundle(id, { args: service, hostname: id })
    await workspace.runc('run', '--detach', '--bundle', bundle, id)
  }
  await workspace.runc('pause', 'cache')
  await create(shell, await workspace.bundle('web-1', { args: service, hostname: 'web-1' }), true)
  await create(shell, await workspace.bundle('worker', { args: service, hostname: 'worker' }), false)
  await create(
    shell,
    await workspace.bundle('migrate', { args: ['sh', '-c', 'echo migrated 12 tables'] }),
    true,
  )
  await create(
    shell,
    await workspace.bundle('import-nightly', {
      args: ['sh', '-c', 'echo no such table: orders >&2; exit 3'],
    }),
    true,
  )
  await shell.containers.createButton.click()
  await shell.create.dialog.getByRole('radio', { name: 'Sample' }).click()
  await shell.create.submit.click()
  await expect(shell.create.dialog).toBeHidden()
  await shell.goTo('Containers')
  await shell.containers.expectStatus('sample-1', 'running')
  await shell.containers.expectStatus('migrate', 'stopped')
  await shell.containers.expectStatus('import-nightly', 'stopped')
  await shell.containers.expectStatus('cache', 'paused')
}

async function create(shell: Desktop['shell'], bundle: string, start: boolean): Promise<void> {
  await shell.containers.createButton.click()
  await shell.create.chooseBundle(bundle)
  await expect(shell.create.bundleContent).toBeVisible()
  await shell.create.startsAfter.setChecked(start)
  await shell.create.submit.click()
  await expect(shell.create.dialog).toBeHidden()
  await shell.goTo('Containers')
}

async function takeScreens(desktop: Desktop, take: (name: string) => Promise<void>): Promise<void> {
  const { shell, page } = desktop
  const { containers, terminals } = shell
  await take('containers')

  await containers.open('import-nightly')
  await expect(shell.container.heading('import-nightly')).toBeVisible()
  await take('container-stopped')
  await shell.goTo('Containers')
  await containers.open('web-1')
  await expect(shell.container.heading('web-1')).toBeVisible()
  await take('container')
  await page.keyboard.press('l')
  await expect(page.getByRole('log', { name: 'Log lines' })).toContainText('listening')
  await page.keyboard.press('/')
  await page.getByRole('textbox', { name: 'Search for' }).fill('listen')
  await expect(page.getByRole('list', { name: 'Matches' })).toBeVisible()
  await take('logs')
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  const processes = new ProcessesTab(page)
  await expect(processes.line('sleep 1000')).not.toHaveCount(0)
  await processes.tree.focus()
  await page.keyboard.press('End')
  await take('processes')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Process / })).toContainText('on the host')
  await take('process')
  await page.keyboard.press('Escape')
  await page.keyboard.press('m')
  const stats = new StatsTab(page)
  await stats.choose('Table')
  // Enough of them for a curve.
  const count = async (): Promise<number> => Number(await stats.table.getAttribute('aria-rowcount'))
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(15)
  await take('stats-table')
  await stats.choose('Charts')
  await take('stats')
  await page.keyboard.press('L')
  const limits = page.getByRole('dialog', { name: 'Limits of web-1' })
  await limits.getByRole('textbox', { name: 'Memory', exact: true }).fill('256M')
  await expect(limits).toContainText('--memory 268435456')
  await take('limits')
  await page.keyboard.press('Escape')
  const files = new FilesTab(page)
  await files.show()
  await files.enter('bin')
  await take('files')
  await page.getByRole('tab', { name: 'Config' }).click()
  await expect(page.getByRole('table', { name: 'Process' })).toBeVisible()
  await take('config')
  await page.keyboard.press('C')
  await expect(page.getByRole('dialog', { name: 'Checkpoint web-1' })).toContainText(
    'checkpoint --image-path',
  )
  await take('checkpoint')
  await page.keyboard.press('Escape')
  await shell.goTo('Containers')

  await containers.createButton.click()
  await shell.create.chooseBundle('/etc')
  await take('create-problem')
  await shell.create.cancel.click()
  await containers.menuAction('web-1', 'Kill…')
  await take('kill')
  await page.keyboard.press('Escape')
  await containers.menuAction('web-1', 'Delete')
  await take('delete')
  await page.keyboard.press('Escape')
  await containers.row('web-1').getByRole('button', { name: 'More actions' }).click()
  await take('menu')
  await page.keyboard.press('Escape')

  await containers.press('web-1')
  await containers.press('api-gateway', ['Control'])
  await containers.press('worker', ['Control'])
  await take('selection')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^\d+ roots?/ }).click()
  await take('roots')
  await page.keyboard.press('Escape')
  await containers.list.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemradio', { name: 'Owner' }).click()
  await page.keyboard.press('Escape')
  await take('groups')
  await containers.list.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemradio', { name: 'Nothing' }).click()
  await page.keyboard.press('Escape')
  await containers.press('web-1')
  await page.keyboard.press('T')
  const run = page.getByRole('dialog', { name: 'Run in web-1' })
  await run.getByRole('textbox', { name: 'Command' }).fill('sh -c "env | sort"')
  await run.getByRole('textbox', { name: 'Environment' }).fill('DEBUG=1')
  await expect(run).toContainText('--env DEBUG=1')
  await take('run')
  await page.keyboard.press('Escape')

  await containers.action('sample-1', 'Open terminal').click()
  const terminal = terminals.of('sample-1')
  for (const line of ['uname -sm', 'ls --color=always /', 'ps']) await terminal.type(line)
  await terminal.expectText('PID')
  await containers.action('api-gateway', 'Open terminal').click()
  await terminals.of('api-gateway').type('exit 42')
  await terminals.expectEnding('Exited with code 42')
  await take('terminal-ended')
  await terminals.tabs().first().click()
  await take('terminal')
  await terminal.input.focus()
  await page.keyboard.press('Control+Shift+D')
  await terminals.of('sample-1', 2).type('top -n 1 | head -5; stty size')
  await take('split')
  await page.keyboard.press('Control+Shift+W')

  await shell.goTo('Activity')
  await take('activity')
  await shell.goTo('Settings')
  await take('settings')
  await page.keyboard.press('?')
  await take('shortcuts')
}

/** Fonts are there, nothing moves, and what only confirmed has gone. */
async function settled({ page }: Desktop): Promise<void> {
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
    const moving = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(moving.map((animation) => animation.finished))
  })
}
