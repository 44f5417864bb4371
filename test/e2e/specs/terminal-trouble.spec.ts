// Bad output and bad luck: the window stays responsive, the terminal says what happened, and nothing else is affected.
import { expect, test, type Desktop, type Workspace } from '../fixtures.ts'
import type { Terminal } from '../pages/terminal-dock.ts'
import { hostileOutput } from '../support/hostile-output.ts'
import { sequenceSweep } from '../support/sequence-sweep.ts'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { kill } from '../support/processes.ts'

async function openTerminal({ shell }: Desktop, workspace: Workspace): Promise<Terminal> {
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  await shell.containers.action('web', 'Open terminal').click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('#')
  return terminal
}

/** The longest that the page drew nothing while `work` went on, in ms. */
async function longestFreeze({ page }: Desktop, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const state = { last: performance.now(), worst: 0 }
    Reflect.set(globalThis, 'frames', state)
    requestAnimationFrame(function frame(now) {
      state.worst = Math.max(state.worst, now - state.last)
      state.last = now
      requestAnimationFrame(frame)
    })
  })
  await work()
  return page.evaluate(() => {
    const state: unknown = Reflect.get(globalThis, 'frames')
    return (state as { worst: number }).worst
  })
}

/** A frame that is late by this much is felt; a busy machine with two cores alone makes some hundred. */
const frozenMs = 1500

test('hostile output harms nothing but its own screen', async ({ desktop, workspace }) => {
  test.setTimeout(90_000)
  const { app, page, shell } = desktop
  const bundle = await workspace.bundle('web')
  for (const [index, { printed }] of hostileOutput.entries()) {
    writeFileSync(
      join(bundle, 'rootfs', `h${index}`),
      `printf "${printed}"\nprintf '\\033c'\necho well-$((${index} + 1000))\n`,
    )
  }
  await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
  await shell.containers.action('web', 'Open terminal').click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('#')
  await app.evaluate(({ clipboard }) => clipboard.writeText('untouched'))
  const title = await page.title()
  for (const [index, { name }] of hostileOutput.entries()) {
    await test.step(name, async () => {
      // What the one before asked may have been answered into the shell's line, some of it as half a key: the shell, not the
      // terminal, may take what is typed for the rest of that.
      await expect(async () => {
        await page.keyboard.press('Control+C')
        await terminal.type(`. /h${index}`)
        const said = `well-${index + 1000}`
        await expect(terminal.region).toContainText(said, { useInnerText: true, timeout: 4000 })
      }).toPass({ timeout: 30_000 })
    })
  }
  await expect(async () => {
    await page.keyboard.press('Control+C')
    await terminal.type('echo all-$((6 * 7))')
    await expect(terminal.region).toContainText('all-42', { useInnerText: true, timeout: 4000 })
  }).toPass({ timeout: 30_000 })
  expect(await page.title()).toBe(title)
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('untouched')
  await expect(shell.containers.list).toBeVisible()
})

/** Draws all of it on a terminal whose answers do not reach the shell. */
const drawn = String.raw`stty raw -echo
(cat /every; printf '\033\\\033c\033[5n') &
while read -r -d n answer; do
  echo "$answer" >>/dev/shm/answers
  case $answer in *'[0') break ;; esac
done
stty sane
echo well-$((1 + 1))
`

test('a sweep through all forms of control sequences leaves window, clipboard and shell as they were', async ({
  desktop,
  workspace,
}) => {
  test.setTimeout(90_000)
  const { app, page, shell } = desktop
  const bundle = await workspace.bundle('web')
  writeFileSync(join(bundle, 'rootfs/every'), sequenceSweep())
  writeFileSync(join(bundle, 'rootfs/drawn'), drawn)
  await workspace.runc('run', '--detach', '--bundle', bundle, 'web')
  await shell.containers.action('web', 'Open terminal').click()
  const terminal = shell.terminals.of('web')
  await terminal.expectText('#')
  const size = await terminal.size()
  const bounds = (): Promise<unknown> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getBounds()))
  const [title, before] = [await page.title(), await bounds()]
  await app.evaluate(({ clipboard }) => clipboard.writeText('untouched'))
  const worst = await longestFreeze(desktop, async () => {
    // What is answered is read meanwhile, up to the answer to the last question, which nothing before it has asked.
    await terminal.type('. /drawn')
    await expect(terminal.region).toContainText('well-2', { useInnerText: true, timeout: 60_000 })
  })
  expect(worst).toBeLessThan(frozenMs)
  // Answers are no text that was written: it would be typed for the user.
  await terminal.type(
    'echo typed-$(busybox grep -c "payload" /dev/shm/answers)-of-$(busybox wc -l < /dev/shm/answers)',
  )
  await terminal.expectText(/typed-0-of-[1-9]/)
  expect(await page.title()).toBe(title)
  expect(await bounds()).toEqual(before)
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('untouched')
  expect(await terminal.size()).toEqual(size)
  await expect(shell.containers.list).toBeVisible()
})

test('a line of 100 MB and a minute of noise do not freeze the window, and ^C ends them', async ({
  desktop,
  workspace,
}) => {
  test.setTimeout(180_000)
  const { page } = desktop
  const terminal = await openTerminal(desktop, workspace)
  // A recording keeps every picture of the flood, which takes longer than the flood.
  await desktop.stopRecording()
  const worst = await longestFreeze(desktop, async () => {
    await terminal.type(
      "busybox head -c 100000000 /dev/zero | busybox tr '\\0' x; echo; echo long-$((1 + 1))",
    )
    await expect(terminal.region).toContainText('long-2', { useInnerText: true, timeout: 60_000 })
    await terminal.type('busybox cat /dev/urandom')
    // Some of it is UTF-8, of scripts that nobody has typed.
    await page.waitForFunction(() =>
      /[\u0100-\uffff]/.test(document.querySelector('.xterm-rows')?.textContent ?? ''),
    )
    // The minute is the point: nothing is waited for.
    await delay(60_000)
    // What noise has asked for is answered into the shell's line, some of it late.
    await expect(async () => {
      await page.keyboard.press('Control+C')
      await terminal.type("printf '\\033c'; echo quiet-$((2 + 2))")
      await expect(terminal.region).toContainText('quiet-4', { useInnerText: true, timeout: 3000 })
    }).toPass({ timeout: 30_000 })
  })
  expect(worst).toBeLessThan(frozenMs)
})

test('a terminal says what became of its container, its shell and its engine', async ({
  desktop,
  workspace,
  expectedComplaints,
}) => {
  expectedComplaints.push(/engine/i)
  const { shell } = desktop
  const terminal = await openTerminal(desktop, workspace)
  await workspace.runc('pause', 'web')
  await shell.terminals.expectEnding(/paused/i)
  await workspace.runc('resume', 'web')
  await terminal.type('echo on-$((1 + 1))')
  await terminal.expectText('on-2')

  kill(desktop.enginePid)
  await shell.terminals.expectEnding('The engine was restarted, and this program ended with it.')
  await shell.terminals.region.getByRole('button', { name: 'Open again' }).click()
  await terminal.type('echo new-$((2 + 2))')
  await terminal.expectText('new-4')

  await workspace.runc('kill', 'web', 'KILL')
  await shell.terminals.expectEnding(/(Killed by SIGKILL|Exited with code 137).*The container (was )?ended/)
  await expect(shell.terminals.region.getByRole('button', { name: 'Run again' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('a terminal that cannot be opened says why, in its tab', async ({ desktop, workspace }) => {
  const { page, shell } = desktop
  const bundle = await workspace.bundle('bare', { args: ['/bin/busybox', 'sleep', '1000'] })
  await workspace.runc('run', '--detach', '--bundle', bundle, 'bare')
  await shell.containers.expectStatus('bare', 'running')
  await shell.containers.row('bare').click()
  await page.keyboard.press('T')
  const dialog = page.getByRole('dialog', { name: 'Run in bare' })
  await dialog.getByRole('textbox', { name: 'Command' }).fill('/no/such/shell -l')
  await dialog.getByRole('button', { name: 'Run', exact: true }).click()
  const unknown = page.getByRole('alert').filter({ hasText: 'shell could not be run in bare' })
  await expect(unknown).toContainText(/\/no\/such\/shell.*no such file/)
  await expect(unknown.getByRole('button', { name: 'Run again' })).toBeVisible()
  await unknown.getByRole('button', { name: 'Close' }).click()

  rmSync(`${bundle}/rootfs/bin/sh`)
  await shell.containers.action('bare', 'Open terminal').click()
  await expect(
    page.getByRole('alert').filter({ hasText: /There is no shell in this container/ }),
  ).toBeVisible()
  await expect(shell.terminals.region.getByRole('button', { name: 'Try again' })).toBeVisible()
})
