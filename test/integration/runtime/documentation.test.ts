// The examples of docs/runtime.md do what they say: those in TypeScript, one after the other in one program, in plain Node.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import { makeBundle, makeRootfs } from '../../fixtures/bundle.ts'
import type { OciConfig } from '../../fixtures/bundle.ts'
import { bundleScript } from '../../fixtures/bundled-script.ts'
import { systemPath } from './setup.ts'

const repository = resolve(import.meta.dirname, '../../..')

/** Each as a block of its own but for the first ones, whose container and runtime the later ones use. */
function programOf(text: string, directory: string): string {
  const examples = Array.from(text.matchAll(/^```ts\n(.*?)^```$/gms), ([, code = '']) => code)
  const [begin = '', ...others] = examples
  const blocks = others.map((code, index) => `say('example ${index + 2}')\n{\n${code}}\n`)
  return (
    [
      'const say = (text: string): boolean => process.stdout.write(`\\n${text}\\n`)\n',
      begin,
      ...blocks,
      'await container.delete({ force: true })\nawait runtime.dispose()\n',
    ]
      .join('\n')
      .replaceAll("'../electron/", `'${repository}/electron/`)
      .replaceAll(/'\/(run|var\/lib|srv)\//g, `'${directory}/$1/`)
      // What would go on for as long as the container does ends with what there is.
      .replaceAll('follow: true', 'follow: false')
      .replace("event.type === 'oom'", "event.type === 'stats'")
  )
}

test('docs/runtime.md', async ({ skip }) => {
  const controllers = '/sys/fs/cgroup/cgroup.controllers'
  const hasMemory = !existsSync(controllers) || readFileSync(controllers, 'utf8').includes('memory')
  if (!hasMemory) skip('the controllers are bound to cgroup v1 on this machine')
  const directory = mkdtempSync('/tmp/rd-')
  onTestFinished(() => {
    for (const id of ['web', 'job', 'once', 'web-2']) {
      spawnSync('runc', ['--root', join(directory, 'run/my-containers'), 'delete', '--force', id], {
        stdio: 'ignore',
      })
    }
    rmSync(directory, { recursive: true, force: true })
  })
  const rootfs = makeRootfs(join(directory, 'rootfs'))
  mkdirSync(join(directory, 'srv/bundles'), { recursive: true })
  const web = 'echo ready; while read -r line; do echo "told $line"; done'
  const edit = (config: OciConfig): void => void (config.process.terminal = true)
  makeBundle(join(directory, 'srv/bundles/web'), { rootfs, args: ['sh', '-c', web], edit })
  makeBundle(join(directory, 'srv/bundles/job'), { rootfs, args: ['sh', '-c', 'echo done; exit 7'] })
  const text = readFileSync(join(repository, 'docs/runtime.md'), 'utf8')
  const entry = join(directory, 'examples.ts')
  writeFileSync(entry, programOf(text, directory))
  const script = await bundleScript(entry, directory)
  const { criu } = await otherPrograms()
  const PATH = criu ? `${criu.directory}:${systemPath}` : systemPath
  const result = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    timeout: 25_000,
    env: { ...process.env, PATH },
  })
  expect([result.stderr, result.status]).toEqual(['', 0])
  const said = result.stdout.split(/^example \d+$/m)
  expect(said).toHaveLength(text.split('```ts').length - 1)
  expect(said.slice(1, 4)).toEqual([
    expect.stringMatching(/^web running \d+$/m),
    expect.stringContaining('exit 3'),
    expect.stringContaining('ready'),
  ])
})
