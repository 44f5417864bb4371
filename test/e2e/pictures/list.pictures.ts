// The list in its states, dark and light, at three sizes: for whoever judges the look; none of them goes to docs/.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'

const repository = resolve(import.meta.dirname, '../../..')
const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
  { width: 2560, height: 1440 },
] as const

test('the list in its states', async ({ launch, workspace }) => {
  await populate(workspace)
  const desktop = await launch()
  const { shell, page } = desktop
  await shell.isReady()
  await shell.containers.expectStatus('busy', 'running')
  // Curves need some time to have a shape.
  await expect(shell.containers.row('busy').locator('[data-column=cpu]')).toContainText('%')
  for (const { width, height } of sizes) {
    await page.setViewportSize({ width, height })
    for (const theme of ['dark', 'light'] as const) {
      const folder = join(repository, 'out/pictures', String(width))
      mkdirSync(folder, { recursive: true })
      await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
      await takeStates(desktop, async (name) => {
        await page.mouse.move(width - 2, height - 2)
        await page.screenshot({ path: join(folder, `list-${name}-${theme}.png`) })
      })
    }
  }
})

async function populate(workspace: Workspace): Promise<void> {
  const bundle = await workspace.bundle('service')
  const run = (id: string, from = bundle): Promise<string> =>
    workspace.runc('run', '--detach', '--bundle', from, id)
  await run('busy', await workspace.bundle('busy', { args: ['sh', '-c', 'while :; do :; done'] }))
  for (const id of ['postgres-14', 'web-1', 'web-2', 'cache', 'nightly']) await run(id)
  await workspace.runc('pause', 'cache')
  await workspace.runc('kill', 'nightly', 'KILL')
  const managed = await workspace.bundle('managed')
  const file = join(managed, 'config.json')
  const annotations = {
    'io.kubernetes.cri.container-type': 'container',
    'io.kubernetes.cri.sandbox-name': 'coredns-6799fbcd5',
    'io.kubernetes.cri.container-name': 'coredns',
    'io.kubernetes.cri.image-name': 'docker.io/rancher/mirrored-coredns-coredns:1.11.1',
  }
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), annotations }))
  await run('8c4f0be1f4d7a3920d9f6bb0e5a1c7d28c4f0be1f4d7a3920d9f6bb0e5a1c7d2', managed)
}

async function takeStates({ shell, page }: Desktop, take: (name: string) => Promise<void>): Promise<void> {
  const { containers } = shell
  await take('plain')
  await containers.list.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemradio', { name: 'Owner' }).click()
  await take('columns')
  await page.keyboard.press('Escape')
  await take('groups')
  await containers.list.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemradio', { name: 'Nothing' }).click()
  await page.keyboard.press('Escape')

  await containers.filter.focus()
  await take('filter-help')
  await containers.filter.fill('/web-(/ state:gone')
  await take('filter-problem')
  await containers.filter.fill('')
  await page.keyboard.press('Escape')

  await containers.row('cache').click({ button: 'right' })
  await take('menu')
  await page.keyboard.press('Escape')
  await containers.press('web-1')
  await containers.press('nightly', ['Control'])
  await take('selection')
  await containers.selection.getByRole('button', { name: 'Delete' }).click()
  await take('delete-many')
  await page.keyboard.press('Escape')
  await containers.press('nightly')
  await containers.press('cache', ['Control'])
  await containers.press('coredns-6799fbcd5/coredns', ['Control'])
  await containers.selection.getByRole('button', { name: 'Resume' }).click()
  await expect(containers.result).toContainText('failed')
  await take('result')
  await containers.result.getByRole('button', { name: 'Dismiss result' }).click()
  await page.keyboard.press('Escape')
  await pauseAgain(containers, page)

  await containers.action('coredns-6799fbcd5/coredns', 'Pause').click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await take('guard')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^\d+ root/ }).click()
  await take('roots')
  await page.keyboard.press('Escape')
}

/** As it was before. */
async function pauseAgain(containers: Desktop['shell']['containers'], page: Desktop['page']): Promise<void> {
  await containers.action('cache', 'Pause').click()
  await containers.expectStatus('cache', 'paused')
  await page.mouse.move(0, 0)
}
