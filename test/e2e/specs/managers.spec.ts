// Beside plain runc and a second root: what the real Docker Engine, containerd and Podman do shows in the window with
// its owner, and what would surprise them is not done unasked.
import type { ManagerPlace } from '../../fixtures/managers/all.ts'
import { PlainRunc } from '../../fixtures/machine/plain-runc.ts'
import { whyNot, type ManagerName } from '../../fixtures/managers/manager.ts'
import { expect, noMachine, test } from '../machine-fixtures.ts'
import { FilesTab } from '../pages/files-tab.ts'

test.skip(noMachine !== null, noMachine ?? '')

interface Expected {
  place: ManagerPlace
  program: ManagerName
  /** In the row. */
  owner: string
  /** What keeps it, in the question. */
  keeper: string
  /** The manager's own commands for a pause and for a deletion. */
  pause: string
  remove: string
  /** Whether its manager keeps a container that ended in runc's root. */
  keepsEnded: boolean
}

const all: Expected[] = [
  {
    place: 'docker',
    program: 'docker',
    owner: 'Docker',
    keeper: 'Docker',
    pause: 'docker pause web',
    remove: 'docker rm --force web',
    keepsEnded: false,
  },
  {
    place: 'containerd default',
    program: 'containerd',
    owner: 'containerd · default',
    keeper: 'containerd',
    pause: 'ctr --namespace default task pause web',
    remove: 'ctr --namespace default task delete --force web',
    keepsEnded: true,
  },
  {
    place: 'podman',
    program: 'podman',
    owner: 'Podman',
    keeper: 'Podman',
    pause: 'podman pause web',
    remove: 'podman rm --force web',
    keepsEnded: false,
  },
]

for (const { place, program, owner, keeper, pause, remove, keepsEnded } of all) {
  test(`${place}: made, paused, entered and killed, with owner, state and guard`, async ({
    machine,
    managers,
    inside: { shell, page },
  }) => {
    const reason = whyNot(program)
    test.skip(reason !== null, reason ?? '')
    const manager = managers.get(place)
    if (!manager) throw new Error(`${place} was not started.`)
    const { containers } = shell
    const plain = new PlainRunc(machine, '/run/runc')
    await plain.verb('run', 'plain')
    const web = await manager.run('web')

    await containers.expectStatus('web', 'running')
    await expect(containers.cell('web', 'owner')).toHaveText(owner)
    await containers.expectStatus('plain', 'running')
    await expect(containers.cell('plain', 'owner')).toHaveText('another tool')

    await manager.pause(web)
    await containers.expectStatus('web', 'paused')
    await manager.resume(web)
    await containers.expectStatus('web', 'running')
    expect(await manager.exec(web, ['/bin/echo', 'inside'])).toContain('inside')

    const question = page.getByRole('alertdialog', { name: `${keeper} keeps web` })
    await containers.action('web', 'Pause').click()
    await expect(question).toContainText(pause)
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(question).toBeHidden()
    await containers.expectStatus('web', 'running')
    await containers.action('web', 'Pause').click()
    await question.getByRole('button', { name: 'Pause anyway' }).click()
    await containers.expectStatus('web', 'paused')
    await containers.action('web', 'Resume').click()
    await question.getByRole('button', { name: 'Resume anyway' }).click()
    await containers.expectStatus('web', 'running')
    // Nobody else keeps this one.
    await containers.action('plain', 'Pause').click()
    await containers.expectStatus('plain', 'paused')
    await containers.action('plain', 'Resume').click()
    await containers.expectStatus('plain', 'running')

    await containers.action('web', 'Open terminal').click()
    const terminal = shell.terminals.of('web')
    await terminal.type('echo $((6 * 7))')
    await terminal.expectText('42')

    const files = new FilesTab(page)
    await shell.goTo('Containers')
    await containers.open('web')
    await files.show()
    await expect(files.row('proc')).toContainText('mount')
    await files.enter('bin')
    await expect(files.name('busybox')).toBeVisible()
    await shell.goTo('Containers')

    await containers.menuAction('web', 'Delete')
    const deletion = page.getByRole('alertdialog', { name: 'Delete web?' })
    await expect(deletion).toContainText(remove)
    await expect(deletion.getByRole('button', { name: 'Kill and delete anyway' })).toBeVisible()
    await deletion.getByRole('button', { name: 'Cancel' }).click()
    await expect(deletion).toBeHidden()

    await manager.kill(web)
    if (keepsEnded) await containers.expectStatus('web', 'stopped')
    else await containers.expectGone('web')
    await manager.remove(web)
    await containers.expectGone('web')
    await containers.expectStatus('plain', 'running')
    await plain.verb('delete', 'plain', '--force')
    await containers.expectGone('plain')
  })
}

// Docker and Podman take one that has ended out of runc's root at once.
test('files and configuration of what has ended in containerd are there as they lie on disk', async ({
  managers,
  inside: { shell, page },
}) => {
  const reason = whyNot('containerd')
  test.skip(reason !== null, reason ?? '')
  const containerd = managers.get('containerd default')
  if (!containerd) throw new Error('containerd was not started.')
  const ended = await containerd.run('ended')
  await shell.containers.expectStatus('ended', 'running')
  await containerd.kill(ended)
  await shell.containers.expectStatus('ended', 'stopped')
  await shell.containers.open('ended')
  const files = new FilesTab(page)
  await files.show()
  await expect(page.getByText('this is its root file system on disk, without its mounts')).toBeVisible()
  await expect(files.row('proc')).not.toContainText('mount')
  await expect(files.row('bin')).toContainText('root:0')
  await files.enter('bin')
  await expect(files.name('busybox')).toBeVisible()

  await page.keyboard.press('i')
  await expect(page.getByRole('table', { name: 'Process' })).toContainText('/bin/sleep')
  await page.getByRole('radio', { name: 'Raw' }).click()
  await expect(page.getByRole('region', { name: 'state.json', exact: true })).toContainText('"id": "ended"')
  await containerd.remove(ended)
  await shell.goTo('Containers')
  await shell.containers.expectGone('ended')
})

test('what Kubernetes keeps is told from the rest of containerd, and cannot be paused its way', async ({
  managers,
  inside: { shell, page },
}) => {
  const reason = whyNot('containerd')
  test.skip(reason !== null, reason ?? '')
  const { containers } = shell
  const kubernetes = managers.get('containerd k8s.io')
  if (!kubernetes) throw new Error('containerd was not started.')
  const pod = await kubernetes.run('pod')
  await containers.expectStatus('pod', 'running')
  await expect(containers.cell('pod', 'owner')).toHaveText('Kubernetes · k8s.io')
  await containers.action('pod', 'Pause').click()
  const question = page.getByRole('alertdialog', { name: 'Kubernetes keeps pod' })
  await expect(question).toContainText('behind its back')
  await expect(question).not.toContainText('itself does it with')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await kubernetes.remove(pod)
  await containers.expectGone('pod')
})

test('a second root comes and goes, and its containers are told from those of the same name', async ({
  machine,
  inside: { shell },
}) => {
  const { containers } = shell
  const first = new PlainRunc(machine, '/run/runc')
  const second = new PlainRunc(machine, '/run/second')
  await first.verb('run', 'twin')
  await containers.expectStatus('twin', 'running')
  await containers.addRoot(second.root)
  await second.verb('run', 'twin')
  await expect(containers.row('twin')).toHaveCount(2)
  await second.verb('pause', 'twin')
  await expect(containers.row('twin').filter({ hasText: 'paused' })).toHaveCount(1)
  await expect(containers.row('twin').filter({ hasText: 'running' })).toHaveCount(1)
  await second.verb('delete', 'twin', '--force')
  await expect(containers.row('twin')).toHaveCount(1)
  await containers.expectStatus('twin', 'running')
  await first.verb('delete', 'twin', '--force')
  await containers.expectGone('twin')
})
