// The list under the hand: how it is arranged and that this is kept, what the filter understands, what is selected and
// what can be done with that, with the pointer and without.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from '../fixtures.ts'
import { expect, test } from '../fixtures.ts'
import { must } from '../support/commands.ts'
import { refusePausing } from '../support/refusal.ts'

/** For names that say nothing: the filter looks into the paths of bundles too. */
let bundles = 0

async function runAll(workspace: Workspace, ...ids: string[]): Promise<void> {
  bundles += 1
  const bundle = await workspace.bundle(`bundle-${bundles}`)
  for (const id of ids) await workspace.runc('run', '--detach', '--bundle', bundle, id)
}

/** A bundle that says another manager made it. */
async function bundleOf(workspace: Workspace, annotations: Record<string, string>): Promise<string> {
  const bundle = await workspace.bundle('managed')
  const file = join(bundle, 'config.json')
  const configuration = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...configuration, annotations }))
  return bundle
}

test('columns are sorted, hidden, moved and resized, and stay so over a restart', async ({
  launch,
  workspace,
}) => {
  await runAll(workspace, 'web', 'db')
  const first = await launch()
  await first.shell.isReady()
  const { containers } = first.shell
  const { page } = first
  await containers.expectStatus('web', 'running')

  await containers.columnButton('PID').click()
  await containers.columnButton('PID').click()
  await expect(containers.columnHead('PID')).toHaveAttribute('aria-sort', 'descending')
  expect(await containers.names()).toEqual(['db', 'web'])

  await containers.tickColumn('Uptime')
  await expect(containers.columnHead('Uptime')).toHaveCount(0)

  // Dragged with the pointer before another one, then moved back and forth with the keyboard.
  await containers
    .columnHead('CPU')
    .getByText('CPU')
    .dragTo(containers.columnHead('Name'), {
      targetPosition: { x: 6, y: 10 },
    })
  await expect.poll(() => containers.columnNames()).toEqual(expect.arrayContaining(['Status', 'CPU', 'Name']))
  expect((await containers.columnNames()).slice(0, 3)).toEqual(['Status', 'CPU', 'Name'])
  await containers.columnButton('Status').focus()
  await page.keyboard.press('Control+ArrowRight')
  await expect.poll(async () => (await containers.columnNames()).slice(0, 2)).toEqual(['CPU', 'Status'])
  await expect(containers.columnButton('Status')).toBeFocused()

  const border = await containers.columnBorder('Name').boundingBox()
  const before = await containers.columnWidth('Name')
  if (!border) throw new Error('The border of the column is not drawn.')
  await page.mouse.move(border.x + border.width / 2, border.y + 10)
  await page.mouse.down()
  await page.mouse.move(border.x + border.width / 2 + 60, border.y + 10, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => containers.columnWidth('Name')).toBe(before + 60)
  await containers.columnButton('Name').focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => containers.columnWidth('Name')).toBe(before + 68)

  const names = await containers.columnNames()
  await first.close()
  const { shell } = await launch()
  await shell.isReady()
  await shell.containers.expectStatus('web', 'running')
  expect({
    names: await shell.containers.columnNames(),
    width: await shell.containers.columnWidth('Name'),
    sort: await shell.containers.columnHead('PID').getAttribute('aria-sort'),
    rows: await shell.containers.names(),
  }).toEqual({ names, width: before + 68, sort: 'descending', rows: ['db', 'web'] })

  // Twice on the border is as wide as its content.
  await shell.containers.columnBorder('Name').dblclick()
  await expect.poll(() => shell.containers.columnWidth('Name')).toBeLessThan(140)
})

test('the end of a path is seen in however narrow a column', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  for (const length of [12, 18, 24]) {
    const bundle = await workspace.bundle(`${'b'.repeat(length - 5)}-${length}xx`)
    await workspace.runc('run', '--detach', '--bundle', bundle, `${'c'.repeat(length - 5)}-${length}xx`)
  }
  const id = `${'c'.repeat(13)}-18xx`
  await containers.expectStatus(id, 'running')
  await containers.columnButton('Name').focus()
  for (let times = 0; times < 40; times += 1) await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(() => containers.columnWidth('Name')).toBe(80)
  const ends = await containers.list.locator('tbody tr').evaluateAll((rows) =>
    rows.flatMap((row) =>
      ['name', 'image'].map((column) => {
        const cell = row.querySelector(`[data-column=${column}]`)
        const shown = [...(cell?.querySelectorAll('bdi') ?? [])].at(-1)
        const text = shown?.firstChild
        if (!cell || !text) return 'nothing'
        const range = document.createRange()
        range.setStart(text, (text.textContent?.length ?? 0) - 4)
        range.setEnd(text, text.textContent?.length ?? 0)
        const [end, box] = [range.getBoundingClientRect(), cell.getBoundingClientRect()]
        return end.left >= box.left && end.right <= box.right + 0.5 ? 'seen' : `hidden: ${text.textContent}`
      }),
    ),
  )
  expect(ends).toEqual(Array.from({ length: 6 }, () => 'seen'))
  // What is cut is told whole.
  await containers.row(id).locator('[data-column=name] [data-hint]').last().hover()
  await expect(page.getByText(id, { exact: true })).toHaveCount(2)
})

test('the filter understands its language, and says what it does not', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  await runAll(workspace, 'web-1', 'web-2', 'cache')
  await workspace.runc('kill', 'cache', 'KILL')
  const labelled = await bundleOf(workspace, { tier: 'front' })
  await workspace.runc('run', '--detach', '--bundle', labelled, 'labelled')
  await containers.expectStatus('labelled', 'running')
  await containers.expectStatus('cache', 'stopped')
  for (const [filter, rows] of [
    ['web', ['web-1', 'web-2']],
    ['state:stopped', ['cache']],
    ['-state:stopped !/^web/', ['labelled']],
    ['/^web-[13]$/', ['web-1']],
    ['label:tier=front', ['labelled']],
    [`root:${workspace.root} name:cache`, ['cache']],
    ['owner:me', []],
  ] as const) {
    await containers.filter.fill(filter)
    await expect.poll(() => containers.names(), filter).toEqual(rows)
  }

  // A broken expression is told of, and the list is still that of the rest.
  await containers.filter.fill('/web-(/ state:running')
  await expect(page.getByRole('alert')).toContainText('is no regular expression')
  await expect(containers.filter).toHaveAttribute('aria-invalid', 'true')
  expect(await containers.names()).toEqual(['labelled', 'web-1', 'web-2'])

  // One that would be tried for years is over at once: somebody else chose the names.
  await workspace.runc('run', '--detach', '--bundle', labelled, `${'a'.repeat(60)}-b`)
  await containers.filter.fill('/^(a+)+$/ state:running')
  await expect(page.getByText('No match')).toBeVisible()
})

test('an action on several tells what came of each, and the failed one is tried again', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  await runAll(workspace, 'one', 'two', 'three')
  await containers.expectStatus('three', 'running')
  const allow = await refusePausing(workspace, 'two')
  try {
    await containers.press('one')
    await page.keyboard.press('Control+a')
    await expect(containers.selection).toContainText('3 selected')
    await containers.selection.getByRole('button', { name: 'Pause' }).click()
    await expect(containers.result).toContainText('Paused 2 of 3, 1 failed')
    await containers.expectStatus('one', 'paused')
    await containers.expectStatus('three', 'paused')
    await expect(containers.result.getByRole('listitem').filter({ hasText: 'two' })).toContainText('failed')
  } finally {
    await allow()
  }
  await containers.result.getByRole('button', { name: 'Try 1 again' }).click()
  await expect(containers.result).toContainText('Paused all 3')
  await containers.expectStatus('two', 'paused')
  await containers.result.getByRole('button', { name: 'Dismiss result' }).click()
  await expect(containers.result).toHaveCount(0)

  // What is so already is left, and has not failed.
  await workspace.runc('resume', 'one')
  await containers.expectStatus('one', 'running')
  await containers.selection.getByRole('button', { name: 'Pause' }).click()
  await expect(containers.result).toContainText('Paused 1 of 3, 2 left as they were')
  await expect(containers.result.getByRole('button', { name: /again$/ })).toHaveCount(0)
  await containers.result.getByRole('button', { name: 'Paused 1 of 3' }).click()
  await expect(containers.result.getByRole('listitem').filter({ hasText: 'two' })).toContainText(
    'It was paused already.',
  )

  // With the right mouse button on one of them, for all of them.
  await containers.row('one').click({ button: 'right' })
  await expect(page.getByRole('menu', { name: 'Actions of 3 containers' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const question = page.getByRole('alertdialog', { name: 'Delete 3 containers?' })
  await expect(question.getByRole('listitem').filter({ hasText: 'two' })).toBeVisible()
  await question.getByRole('button', { name: 'Kill and delete 3' }).click()
  for (const id of ['one', 'two', 'three']) await containers.expectGone(id)
})

test('the menu of the right mouse button is that of the row below it', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  await runAll(workspace, 'web', 'db')
  await containers.expectStatus('web', 'running')
  await containers.press('db')
  await containers.row('web').click({ button: 'right' })
  await expect(page.getByRole('menu', { name: 'Actions of web' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Pause' }).click()
  await containers.expectStatus('web', 'paused')
  await containers.expectStatus('db', 'running')
})

test('what is selected survives changes, filters and the way to a page and back', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  await runAll(workspace, 'a', 'b', 'c', 'd')
  await containers.expectStatus('d', 'running')
  await containers.press('b')
  await containers.press('d', ['Shift'])
  await containers.press('c', ['Control'])
  await expect(containers.selected()).toHaveCount(2)

  await runAll(workspace, 'aa')
  await containers.expectStatus('aa', 'running')
  await workspace.runc('kill', 'b', 'KILL')
  await containers.expectStatus('b', 'stopped')
  await containers.filter.fill('name:d')
  await expect(containers.selection).toContainText('2 selected, 1 of them hidden by the filter')
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await containers.open('d')
  await expect(shell.container.heading('d')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(containers.selected()).toHaveCount(2)
  await expect(containers.row('b')).toHaveAttribute('aria-selected', 'true')
  await expect(containers.row('d')).toHaveAttribute('aria-selected', 'true')

  // What is gone is not selected any more.
  await workspace.runc('delete', 'b')
  await expect(containers.selection).toContainText('1 selected')
})

test('what another manager keeps is only touched when one insists', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  const bundle = await bundleOf(workspace, {
    'io.kubernetes.cri.container-type': 'container',
    'io.kubernetes.cri.sandbox-id': 'f00d',
    'io.kubernetes.cri.sandbox-name': 'shop',
    'io.kubernetes.cri.container-name': 'api',
  })
  await workspace.runc('run', '--detach', '--bundle', bundle, 'kept')
  await containers.expectStatus('shop/api', 'running')
  await expect(containers.row('shop/api')).toContainText('Kubernetes')

  await containers.action('shop/api', 'Pause').click()
  const question = page.getByRole('alertdialog', { name: /^Kubernetes keeps/ })
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await containers.expectStatus('shop/api', 'running')
  await containers.action('shop/api', 'Pause').click()
  await question.getByRole('button', { name: 'Pause anyway' }).click()
  await containers.expectStatus('shop/api', 'paused')
})

test('all of it without the pointer', async ({ desktop: { shell, page }, workspace }) => {
  const { containers } = shell
  await runAll(workspace, 'a', 'b', 'c')
  await containers.expectStatus('c', 'running')
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await press('j', 'j', 'Space')
  await expect(containers.row('b')).toHaveAttribute('aria-selected', 'true')
  await press('Shift+ArrowDown')
  await expect(containers.selected()).toHaveCount(2)
  await press('p')
  await containers.expectStatus('b', 'paused')
  await containers.expectStatus('c', 'paused')
  await containers.expectStatus('a', 'running')
  await expect(containers.result).toContainText('Paused all 2')
  await press('p')
  await containers.expectStatus('b', 'running')
  await containers.expectStatus('c', 'running')
  await press('Escape')
  await expect(containers.selection).toHaveCount(0)

  // The filter and back into the list, the menu of a row, the dialog of a signal.
  await press('/')
  await expect(containers.filter).toBeFocused()
  await page.keyboard.type('name:a')
  await press('Enter')
  await expect(containers.list).toBeFocused()
  await press('Shift+F10')
  await expect(page.getByRole('menu', { name: 'Actions of a' })).toBeVisible()
  await press('Escape')
  await expect(containers.list).toBeFocused()
  await press('x')
  await expect(page.getByRole('dialog', { name: 'Kill a' })).toBeVisible()
  await press('Escape')
  await expect(containers.list).toBeFocused()
  await press('Escape')
  await expect(containers.filter).toHaveValue('')

  // The head: sort, move, hide; then all rows deleted.
  await containers.columnButton('Status').focus()
  await press('ArrowRight', 'Enter')
  await expect(containers.columnHead('Name')).toHaveAttribute('aria-sort', 'descending')
  await press('Shift+F10')
  await expect(page.getByRole('menu', { name: 'Column Name' })).toBeVisible()
  await press('Escape')
  await expect(containers.columnButton('Name')).toBeFocused()
  await press('ArrowDown')
  await expect(containers.list).toBeFocused()
  await press('Control+a')
  await expect(containers.selected()).toHaveCount(3)
  await press('Delete')
  // A dialog takes the focus a frame after it is drawn; a Tab before that would be lost.
  const question = page.getByRole('alertdialog', { name: 'Delete 3 containers?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await press('Tab', 'Enter')
  for (const id of ['a', 'b', 'c']) await containers.expectGone(id)
})

test('roots are named, and one more is watched', async ({ desktop: { shell, page }, workspace }) => {
  const { containers } = shell
  await runAll(workspace, 'web')
  await containers.expectStatus('web', 'running')
  await page.getByRole('button', { name: '1 root' }).click()
  const roots = page.getByRole('dialog', { name: 'runc roots' })
  await expect(roots.getByRole('listitem').filter({ hasText: workspace.root })).toContainText('1 container')
  const other = workspace.folder('other-root')
  await roots.getByRole('textbox', { name: 'Another root' }).fill('nowhere')
  await roots.getByRole('button', { name: 'Add' }).click()
  await expect(roots).toContainText('An absolute path is needed.')
  await roots.getByRole('textbox', { name: 'Another root' }).fill(other)
  await roots.getByRole('button', { name: 'Add' }).click()
  await expect(roots.getByRole('listitem').filter({ hasText: other })).toContainText('0 containers')

  const bundle = await workspace.bundle('elsewhere')
  await must(['runc', '--root', other, 'run', '--detach', '--bundle', bundle, 'elsewhere'], {
    cwd: workspace.path,
  })
  try {
    await page.keyboard.press('Escape')
    await containers.expectStatus('elsewhere', 'running')
  } finally {
    await must(['runc', '--root', other, 'delete', '--force', 'elsewhere'])
  }
  await containers.expectGone('elsewhere')
})
