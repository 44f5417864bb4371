// Where the kernel grants no more watches, the list stays right and says what to do about it. Where it grants no more
// open files, each creation ends in a sentence, and the next one works.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { makeBundle, makeRootfs } from '../../fixtures/bundle.ts'
import { bundleScript } from '../../fixtures/bundled-script.ts'

const limits = [
  ['max_inotify_watches', 3, 'fs.inotify.max_user_watches'],
  ['max_inotify_instances', 0, 'fs.inotify.max_user_instances'],
] as const

test.each(limits)('user.%s = %i', async (limit, value, advice) => {
  const directory = mkdtempSync('/tmp/rl-')
  const script = await bundleScript(resolve(import.meta.dirname, '../../fixtures/watch-limit.ts'), directory)
  // A user namespace has limits of its own, which concern nobody else.
  const command = `echo ${value} > /proc/sys/user/${limit} && exec "$0" "$@"`
  const inNamespace = ['--user', '--map-root-user', 'sh', '-c', command, process.execPath, script, directory]
  const result = spawnSync('unshare', inNamespace, { encoding: 'utf8' })
  rmSync(directory, { recursive: true, force: true })
  expect(result.stderr).toBe('')
  expect(JSON.parse(result.stdout)).toEqual({
    problem: null,
    warnings: [
      `Changes show up to a second late: the kernel’s limit ${advice} is used up. Raise it with “sysctl ${advice}=…”.`,
    ],
    seen: ['four', 'one', 'three', 'two'],
  })
})

test('no open file left', async () => {
  const directory = mkdtempSync('/tmp/rl-')
  const script = await bundleScript(
    resolve(import.meta.dirname, '../../fixtures/few-descriptors.ts'),
    directory,
  )
  const bundle = makeBundle(join(directory, 'bundle'), { rootfs: makeRootfs(join(directory, 'rootfs')) })
  const command = 'ulimit -n 64 && exec "$0" "$@"'
  const result = spawnSync('sh', ['-c', command, process.execPath, script, directory, bundle], {
    encoding: 'utf8',
  })
  rmSync(directory, { recursive: true, force: true })
  expect(result.stderr).toBe('')
  const { outcomes, unended, known } = JSON.parse(result.stdout)
  expect({ unended, known }).toEqual({ unended: 0, known: [] })
  expect(outcomes.filter((outcome: string) => !/^(created$|RuncError: )/.test(outcome))).toEqual([])
  expect(outcomes).toContainEqual(expect.stringMatching(/conmon could not be started: spawn .*EMFILE/))
})
