// The same life as an ordinary user, in plain Node: rootless runc, without a cgroup and with one that was delegated.
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleScript } from '../../fixtures/bundled-script.ts'
import { makeUser, userProblem } from '../../fixtures/ordinary-user.ts'
import type { OrdinaryUser, ProgramEnd } from '../../fixtures/ordinary-user.ts'

const problem = userProblem()

/** A private cgroup v2, and in it a cgroup that belongs to the user `$0`, with this process in it. */
const delegate = `
  grep -o ' /sys/fs/cgroup[^ ]*' /proc/mounts | sort -r | xargs umount
  mount -t cgroup2 none /sys/fs/cgroup
  mkdir -p /sys/fs/cgroup/rd-test-delegated
  chown -R "$0" /sys/fs/cgroup/rd-test-delegated
  echo $$ > /sys/fs/cgroup/rd-test-delegated/cgroup.procs
  exec "$@"`

describe.skipIf(problem !== null)(`as an ordinary user${problem === null ? '' : ` (${problem})`}`, () => {
  let user: OrdinaryUser
  let directory: string
  let script: string
  let closedRoot: string
  let bundle: string
  let root: string

  beforeAll(async () => {
    user = makeUser()
    directory = mkdtempSync('/tmp/rs-')
    chmodSync(directory, 0o755)
    script = await bundleScript(resolve(import.meta.dirname, '../../fixtures/rootless-life.ts'), directory)
    closedRoot = join(directory, 'closed')
    mkdirSync(closedRoot, { mode: 0o700 })
    chownSync(closedRoot, 0, 0)
    bundle = makeBundle(join(user.home, 'bundle'), { rootlessFor: user.uid })
    root = join(user.home, 'run/runc')
    spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, user.home])
  })
  afterAll(() => {
    user.remove()
    rmSync(directory, { recursive: true, force: true })
  })

  const live = (before: string[] = []): Promise<ProgramEnd> =>
    user.run(process.execPath, [script, user.home, bundle, closedRoot], before)

  /** The script leaves one running on purpose: it has ended all the same. */
  async function endThird(before: string[] = []): Promise<void> {
    const runc = (...args: string[]): Promise<ProgramEnd> =>
      user.run('runc', ['--root', root, ...args], before)
    expect(JSON.parse((await runc('list', '-f', 'json')).output)).toMatchObject([
      { id: 'third', status: 'running' },
    ])
    await runc('kill', 'third', 'KILL')
    const layout = createLayout({
      root,
      stateDirectory: join(user.home, 'state'),
      socketDirectory: user.home,
    })
    const { exitFile } = layout.places('third')
    await expect.poll(() => existsSync(exitFile) && readFileSync(exitFile, 'utf8')).toBe('137')
    expect(await runc('delete', 'third')).toMatchObject({ code: 0, errors: '' })
    for (const name of ['state', 'run/s']) rmSync(join(user.home, name), { recursive: true })
  }

  const expected = (): object => ({
    rootless: true,
    cgroupWritable: false,
    created: { status: 'created', hasCgroup: false, isSupervised: true },
    running: { status: 'running', hasCgroup: false },
    shell: { output: '0\n', code: 4 },
    processes: [[1, 'sleep']],
    pause: 'CgroupUnavailable',
    exit: { code: 137, source: 'conmon' },
    left: [],
    files: [],
    history: expect.arrayContaining([
      'mine created',
      'mine running',
      'mine stopped',
      'mine gone',
      'second gone',
    ]),
    closed: {
      code: 'PermissionDenied',
      message:
        `The runc state directory ${closedRoot} cannot be read: it belongs to root (mode 0700), ` +
        `and this runs as ${user.name}. It takes root’s rights to see its containers.`,
      problem: 'PermissionDenied',
      refusedCreate: 'PermissionDenied',
    },
  })

  test('a container lives its whole life', async () => {
    const { code, output, errors } = await live()
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(JSON.parse(output)).toEqual(expected())
    await endThird()
  })

  test('in a cgroup that was delegated to the user, pausing works too', async () => {
    const before = ['unshare', '--mount', 'sh', '-c', delegate, String(user.uid)]
    const { code, output, errors } = await live(before)
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(JSON.parse(output)).toEqual({
      ...expected(),
      cgroupWritable: true,
      created: { status: 'created', hasCgroup: true, isSupervised: true },
      running: { status: 'paused', hasCgroup: true },
      pause: 'done',
    })
    await endThird(before)
    const mounts = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']
    const delegated = mounts
      .map((mount) => join(mount, 'rd-test-delegated'))
      .filter((path) => existsSync(path))
    // The kernel takes a process out of its cgroup a little after its death.
    await expect.poll(() => delegated.every(isRemoved)).toBe(true)
  })
})

function isRemoved(cgroup: string): boolean {
  return spawnSync('find', [cgroup, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', '+']).status === 0
}
