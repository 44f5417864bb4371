// The same life as an ordinary user, in plain Node: rootless runc, no cgroup of its own, no root anywhere.
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleScript } from '../../fixtures/bundled-script.ts'
import { makeUser, userProblem } from '../../fixtures/ordinary-user.ts'
import type { OrdinaryUser } from '../../fixtures/ordinary-user.ts'

const problem = userProblem()

describe.skipIf(problem !== null)(`as an ordinary user${problem === null ? '' : ` (${problem})`}`, () => {
  let user: OrdinaryUser
  let directory: string

  beforeAll(() => {
    user = makeUser()
    directory = mkdtempSync('/tmp/rs-')
    chmodSync(directory, 0o755)
  })
  afterAll(() => {
    user.remove()
    rmSync(directory, { recursive: true, force: true })
  })

  test('a container lives its whole life', async () => {
    const script = await bundleScript(
      resolve(import.meta.dirname, '../../fixtures/rootless-life.ts'),
      directory,
    )
    const bundle = makeBundle(join(user.home, 'bundle'), { rootlessFor: user.uid })
    spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, user.home])
    const closedRoot = join(directory, 'closed')
    mkdirSync(closedRoot, { mode: 0o700 })
    chownSync(closedRoot, 0, 0)
    const { code, output, errors } = await user.run(process.execPath, [script, user.home, bundle, closedRoot])
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(JSON.parse(output)).toEqual({
      rootless: true,
      cgroupWritable: false,
      created: { status: 'created', hasCgroup: false, isSupervised: true },
      running: { status: 'running', hasCgroup: false },
      shell: { output: '0\r\n', code: 4 },
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
    const root = join(user.home, 'run/runc')
    const runc = (...args: string[]): Promise<{ output: string }> =>
      user.run('runc', ['--root', root, ...args])
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
    await runc('delete', 'third')
  })
})
