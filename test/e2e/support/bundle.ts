// Bundles made by the tests: a static busybox as root file system and what `runc spec` writes, changed in few places.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findStaticBusybox } from '../../../build/setup/busybox.mjs'
import { must } from './commands.ts'
import type { Identity } from './identity.ts'

interface Specification {
  process: { terminal: boolean; args: string[] }
  hostname: string
  linux: { cgroupsPath?: string; namespaces: { type: string }[] }
}

export interface BundleOptions {
  /** The program of the container. */
  args?: readonly string[]
  hostname?: string
  cgroupsPath?: string
  /** Its processes are those of the machine. */
  hasHostPids?: boolean
}

/** Ends at once when asked to, and by itself only after longer than any test takes. */
const patient = ['sh', '-c', 'trap "exit 0" TERM; sleep 1000 & wait']

export async function makeBundle(
  identity: Identity,
  path: string,
  { args = patient, hostname = 'test', cgroupsPath, hasHostPids = false }: BundleOptions = {},
): Promise<string> {
  const busybox = findStaticBusybox()
  if (busybox === undefined) throw new Error('There is no static busybox to make a bundle of.')
  const bin = join(path, 'rootfs/bin')
  mkdirSync(bin, { recursive: true })
  cpSync(busybox, join(bin, 'busybox'))
  for (const applet of ['sh', 'sleep', 'stty', 'echo', 'cat']) symlinkSync('busybox', join(bin, applet))
  await must(['chown', '--recursive', `${identity.uid}:${identity.gid}`, path])
  const rootless = identity.uid === 0 ? [] : ['--rootless']
  await must(identity.as(['runc', 'spec', ...rootless, '--bundle', path]), { cwd: path })
  const file = join(path, 'config.json')
  const specification = JSON.parse(readFileSync(file, 'utf8')) as Specification
  specification.process.terminal = false
  specification.process.args = [...args]
  specification.hostname = hostname
  const { linux } = specification
  if (cgroupsPath !== undefined) linux.cgroupsPath = cgroupsPath
  if (hasHostPids) linux.namespaces = linux.namespaces.filter(({ type }) => type !== 'pid')
  writeFileSync(file, JSON.stringify(specification))
  return path
}
