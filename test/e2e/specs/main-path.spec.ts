// What the app is for, from the first click to the last, as root and as an ordinary user.
import { expect, test } from '../fixtures.ts'

test('the sample is created, started, used through a terminal, ended and deleted', async ({
  desktop: { shell },
  workspace,
  identity,
}) => {
  const { containers, terminals } = shell
  const isRoot = identity.uid === 0

  await test.step('created with one click', async () => {
    await containers.createSample()
    await containers.expectStatus('sample-1', 'created')
  })

  await test.step('started', async () => {
    await containers.action('sample-1', 'Start').click()
    await containers.expectStatus('sample-1', 'running')
    expect(JSON.parse(await workspace.runc('state', 'sample-1'))).toMatchObject({ status: 'running' })
  })

  await test.step('paused and resumed, where it has a cgroup', async () => {
    const pause = containers.action('sample-1', 'Pause')
    if (!isRoot) {
      await expect(pause).toBeDisabled()
      await expect(pause).toHaveAccessibleDescription(/cgroup/)
      return
    }
    await pause.click()
    await containers.expectStatus('sample-1', 'paused')
    expect(JSON.parse(await workspace.runc('state', 'sample-1'))).toMatchObject({ status: 'paused' })
    await containers.action('sample-1', 'Resume').click()
    await containers.expectStatus('sample-1', 'running')
  })

  await test.step('a terminal runs what is typed, and shows what it says and how it ends', async () => {
    await containers.action('sample-1', 'Open terminal').click()
    const terminal = terminals.of('sample-1')
    await expect(terminal.input).toBeFocused()
    await terminal.type('echo answer-$((6 * 7))')
    await terminal.expectText('answer-42')

    const before = await terminal.size()
    await terminals.maximise()
    await expect.poll(async () => (await terminal.size()).rows).toBeGreaterThan(before.rows)
    expect((await terminal.size()).columns).toBe(before.columns)

    await terminal.type('exit 7')
    await terminals.expectEnding('Exited with code 7')
    await terminals.closeTab('sample-1')
    await expect(terminals.tabs()).toHaveCount(0)
  })

  await test.step('killed, with the signal shown as its exit code', async () => {
    await containers.kill('sample-1', 'KILL')
    await containers.expectStatus('sample-1', 'stopped')
    await expect(containers.status('sample-1')).toContainText('137')
  })

  await test.step('deleted, with nothing left of it', async () => {
    await containers.delete('sample-1')
    await containers.expectGone('sample-1')
    expect(await workspace.list()).not.toContain('sample-1')
  })
})

test('several terminals in one container, and closing one ends its program', async ({
  desktop: { shell },
  workspace,
}) => {
  const { containers, terminals } = shell
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('web'), 'web')
  await containers.expectStatus('web', 'running')

  await containers.action('web', 'Open terminal').click()
  await terminals.of('web', 1).type('echo first-$((1 + 1))')
  await terminals.of('web', 1).expectText('first-2')
  await containers.action('web', 'Open terminal').click()
  await terminals.of('web', 2).type('sleep 4321')
  await expect(terminals.tabs()).toHaveCount(2)

  const isRunning = async (): Promise<boolean> =>
    (
      await workspace.runc('exec', 'web', 'sh', '-c', 'for p in /proc/[0-9]*; do cat $p/cmdline; echo; done')
    ).includes('4321')
  await expect.poll(isRunning).toBe(true)
  await terminals.closeTab('web')
  await terminals.closeTab('web')
  await expect(terminals.tabs()).toHaveCount(0)
  await expect.poll(isRunning).toBe(false)
  await containers.expectStatus('web', 'running')
})

test('stopping ends a program in order', async ({ desktop: { shell }, workspace }) => {
  const { containers, container, create } = shell
  // One that tells when it can be asked to end, and which of its ways to end it took.
  const program = 'trap "echo bye; exit 9" TERM; echo ready; while :; do sleep 1000 & wait $!; done'
  await create.create(await workspace.bundle('web', { args: ['sh', '-c', program] }))
  await containers.expectStatus('web', 'running')
  await containers.open('web')
  await expect(container.lastOutput).toHaveText('ready')
  await container.action('Stop').click()
  await expect(container.lastOutput).toContainText('bye')
  await shell.goTo('Containers')
  await containers.expectStatus('web', 'stopped')
  await expect(containers.status('web')).toHaveText(/exit code 9$/)
})

test('stopping says when it kills, and that it has', async ({ desktop: { shell, page }, workspace }) => {
  const { containers, container, create } = shell
  const deaf = 'trap "" TERM; while :; do sleep 1; done'
  await create.create(await workspace.bundle('deaf', { args: ['sh', '-c', deaf] }))
  await containers.expectStatus('deaf', 'running')
  await containers.open('deaf')
  await container.action('Stop').hover()
  await expect(page.getByText('TERM, then KILL to what has not ended after 10 s')).toBeVisible()
  await container.action('Stop').click()
  await expect(page.getByText(/^stopping: KILL in [1-9] s$/)).toBeVisible()
  await shell.goTo('Containers')
  await expect(containers.status('deaf')).toHaveText(/^(KILL in [1-9] s|stopping…)$/)
  await expect(page.getByText('It did not end within 10 s of TERM, and was ended by KILL.')).toBeVisible({
    timeout: 15_000,
  })
  await containers.expectStatus('deaf', 'stopped')
  await containers.open('deaf')
  await expect(page.getByText('so Stop ended it by KILL (exit code 137).').first()).toBeVisible()
})
