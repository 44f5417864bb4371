// A bundle for benches: a static busybox that sleeps, set up with runc's own specification.
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Makes the directory and answers with its path; `applets` are there beside the shell. */
export async function makeBundle(path: string, applets: readonly string[] = ['sleep']): Promise<string> {
  const bin = join(path, 'rootfs/bin')
  await mkdir(bin, { recursive: true })
  await copyFile('/bin/busybox', join(bin, 'busybox'))
  for (const applet of ['sh', ...applets]) await symlink('busybox', join(bin, applet))
  await execute('runc', ['spec', '--bundle', path])
  const file = join(path, 'config.json')
  const config = JSON.parse(await readFile(file, 'utf8')) as {
    process: { terminal: boolean; args: string[] }
  }
  config.process.terminal = false
  config.process.args = ['/bin/sleep', '100000']
  await writeFile(file, JSON.stringify(config))
  return path
}
