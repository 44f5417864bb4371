// What the list must not do, whatever is in it and whatever becomes of the engine: take text for markup, jump under the
// hand, work for nobody, or pass off the past as now.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Workspace } from '../fixtures.ts'
import { kill } from '../support/processes.ts'

/** A bundle with these annotations, whose program is `args`. */
async function bundleOf(
  workspace: Workspace,
  name: string,
  { args, annotations = {} }: { args?: readonly string[]; annotations?: Record<string, string> },
): Promise<string> {
  const bundle = await workspace.bundle(name, args ? { args } : {})
  const file = join(bundle, 'config.json')
  const configuration = JSON.parse(readFileSync(file, 'utf8')) as { linux?: object }
  // Each in a cgroup of its own: what they use is compared.
  const linux = { ...configuration.linux, cgroupsPath: `/rd-e2e-${process.pid}/${name}` }
  writeFileSync(file, JSON.stringify({ ...configuration, linux, annotations }))
  return bundle
}

async function run(workspace: Workspace, id: string, args?: readonly string[]): Promise<void> {
  const bundle = await bundleOf(workspace, id, args ? { args } : {})
  await workspace.runc('run', '--detach', '--bundle', bundle, id)
}

/** Containers that have ended, as many as wanted, from the state that one real one left. */
async function endedOnes(workspace: Workspace, ids: readonly string[]): Promise<void> {
  await run(workspace, 'model')
  await workspace.runc('kill', 'model', 'KILL')
  await expect.poll(() => workspace.list()).toMatch(/model.*stopped/)
  for (const id of ids) addEnded(workspace, id)
}

function addEnded({ root }: Workspace, id: string): void {
  cpSync(join(root, 'model'), join(root, id), { recursive: true })
}

test('hostile names and a megabyte of text are shown as text, and hide nobody', async ({
  desktop,
  workspace,
}) => {
  const { shell, page } = desktop
  const { containers } = shell
  await run(workspace, 'plain')
  const evil = '<img src=x onerror="document.title=\'owned\'">'
  const bundle = await bundleOf(workspace, 'evil', {
    annotations: {
      'io.kubernetes.cri.container-type': 'container',
      'io.kubernetes.cri.sandbox-id': 'f00d',
      'io.kubernetes.cri.sandbox-name': `${evil}\u202Egnp.exe`,
      'io.kubernetes.cri.container-name': 'bell\u0007\u001b[31mred\nnext\tline',
      'io.kubernetes.cri.image-name': 'm'.repeat(1024 * 1024),
      [evil]: '\u2066\u0000\uD800'.repeat(1000),
    },
  })
  await workspace.runc('run', '--detach', '--bundle', bundle, 'evil')
  const row = containers.list.getByRole('row').filter({ hasText: '<img src=x' })
  await expect(row).toHaveCount(1)
  await expect(row.locator('[data-column=status]')).toContainText('running')
  await containers.expectStatus('plain', 'running')

  const title = await page.title()
  expect(title).not.toBe('owned')
  await expect(page.locator('img[src=x]')).toHaveCount(0)
  // Drawn, not obeyed: no control character or direction mark reaches the document.
  const text = await row.innerText()
  expect(text).not.toMatch(/(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u)
  const heights = await containers.list
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((one) => Math.round(one.getBoundingClientRect().height)))
  expect(new Set(heights).size).toBe(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)

  // The list goes on to work: a filter over all that text, and the container's own page.
  await containers.filter.fill('<img')
  await expect(containers.row('plain')).toHaveCount(0)
  await expect(row).toHaveCount(1)
  await row.locator('[data-column=name] button').click()
  await expect(page.getByRole('heading', { name: 'evil' })).toBeVisible()
  expect(await page.title()).toBe(title)
})

test('rows stay where they are under the hand: scroll position, focus and order by use', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  const numbered = Array.from({ length: 60 }, (_, index) => `row-${String(index + 10)}`)
  await endedOnes(workspace, numbered)
  await containers.expectStatus('row-10', 'stopped')
  await page.locator('tbody').hover()
  await page.mouse.wheel(0, 500)
  const scrolled = (): Promise<number> =>
    page.evaluate(() => Math.max(...[...document.querySelectorAll('main *')].map((box) => box.scrollTop)))
  await expect.poll(scrolled).toBeGreaterThan(100)
  let before = -1
  await expect
    .poll(async () => {
      const last = before
      before = await scrolled()
      return before === last
    })
    .toBe(true)
  const seen = await containers.names()
  const focused = seen[8] ?? ''
  await containers.press(focused)
  // After those in sight: they stay, and so does what is at the keyboard.
  addEnded(workspace, 'zz-late')
  await expect.poll(() => shell.status.textContent()).toContain('62')
  expect(await scrolled()).toBe(before)
  expect((await containers.names()).slice(0, 12)).toEqual(seen.slice(0, 12))
  await expect(containers.row(focused)).toHaveAttribute('aria-selected', 'true')
})

test('a list by use is sorted anew only when nobody aims at it', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const { containers } = shell
  await run(workspace, 'busy', ['sh', '-c', 'while :; do :; done'])
  await run(workspace, 'calm')
  await containers.expectStatus('busy', 'running')
  await containers.expectStatus('calm', 'running')
  await page.mouse.move(5, 5)
  await containers.columnButton('CPU').click()
  await expect(containers.columnHead('CPU')).toHaveAttribute('aria-sort', 'descending')
  await page.mouse.move(5, 5)
  await expect.poll(() => containers.names()).toEqual(['busy', 'calm'])

  // The pointer is over a row; then the other one works harder.
  await containers.row('busy').hover()
  await workspace.runc('exec', '--detach', 'calm', 'sh', '-c', 'while :; do :; done')
  await workspace.runc('pause', 'busy')
  await containers.expectStatus('busy', 'paused')
  const busyIs = containers.row('busy').locator('[data-column=cpu]')
  await expect(busyIs).toContainText(/^0/)
  expect(await containers.names()).toEqual(['busy', 'calm'])
  await page.mouse.move(5, 5)
  await expect.poll(() => containers.names()).toEqual(['calm', 'busy'])
  await workspace.runc('resume', 'busy')
})

test('nothing is sampled for a window that nobody sees', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  for (let number = 0; number < 8; number += 1) await run(workspace, `box-${number}`)
  await run(workspace, 'busy', ['sh', '-c', 'while :; do :; done'])
  const usage = shell.containers.row('busy').locator('[data-column=cpu]')
  await expect(usage).toContainText(/[1-9]/)
  /** How many files the engine reads in that time: those of cgroups are most of them. */
  const readsIn = async (milliseconds: number): Promise<number> => {
    const reads = (): number =>
      Number(/^syscr: (\d+)/m.exec(readFileSync(`/proc/${desktop.enginePid}/io`, 'utf8'))?.[1])
    const before = reads()
    await new Promise((resolve) => {
      setTimeout(resolve, milliseconds)
    })
    return reads() - before
  }
  const seen = await readsIn(3000)
  // To Playwright's debugger a page is visible whatever its window does: the page is told what Chromium would tell it.
  const see = (state: 'hidden' | 'visible'): Promise<void> =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await see('hidden')
  const said = await usage.textContent()
  expect(await readsIn(3000)).toBeLessThan(seen / 3)
  expect(await usage.textContent()).toBe(said)
  await see('visible')
  await workspace.runc('pause', 'busy')
  await expect(usage).toContainText(/^0/)
  await workspace.runc('resume', 'busy')
})

test('an engine that does not answer leaves a list that says as of when it is', async ({
  desktop,
  workspace,
  expectedComplaints,
}) => {
  test.setTimeout(60_000)
  expectedComplaints.push(/engine/i)
  const { page, shell } = desktop
  await run(workspace, 'web')
  await shell.containers.expectStatus('web', 'running')
  await expect(shell.status).not.toContainText('as of')
  const hanging = desktop.enginePid
  kill(hanging, 'SIGSTOP')
  await workspace.runc('kill', 'web', 'KILL')
  // The heartbeat asks each 5 s.
  await expect(page.getByText('The engine does not answer.')).toBeVisible()
  await expect(shell.status).toContainText(/as of \d/)
  await expect(shell.containers.row('web')).toBeVisible()
  // It is given up and started again: then the list is of now.
  await shell.containers.expectStatus('web', 'stopped')
  await expect(shell.status).not.toContainText('as of')
})
