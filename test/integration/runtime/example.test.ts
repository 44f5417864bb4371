// The example of docs/ does what it says, in plain Node, with the library alone.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleScript } from '../../fixtures/bundled-script.ts'

/** Says that it is there once its handler is: it may be told to end as soon as it has said so. */
const program = 'trap "echo bye; exit 3" TERM; echo hello; while true; do sleep 0.05; done'

test('docs/example.ts', async () => {
  const directory = mkdtempSync('/tmp/rx-')
  onTestFinished(() => {
    spawnSync('runc', ['--root', join(directory, 'root'), 'delete', '--force', 'example'], {
      stdio: 'ignore',
    })
    rmSync(directory, { recursive: true, force: true })
  })
  const script = await bundleScript(resolve(import.meta.dirname, '../../../docs/example.ts'), directory)
  const bundle = makeBundle(join(directory, 'bundle'), { args: ['sh', '-c', program] })
  const result = spawnSync(process.execPath, [script, directory, bundle], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(result.stderr).toBe('')
  expect(result.stdout.split('\n')).toEqual([
    'created',
    'running',
    'from inside',
    'exec ended with 0',
    'paused',
    'running',
    'init ended with 3',
    'stdout: hello',
    'stdout: bye',
    '0 containers are left',
    '',
  ])
  expect(result.status).toBe(0)
  expect(readdirSync(join(directory, 'root'))).toEqual([])
  expect(readdirSync(join(directory, 'sockets'))).toEqual([])
})
