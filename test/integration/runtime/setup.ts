// One runtime on a runc root of its own below /tmp, and everything gone afterwards: containers, cgroups, files.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { otherPrograms } from '../../../build/test/debian-programs.mjs'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { createRuntime } from '../../../electron/runtime/index.ts'
import type { CheckpointSupport, Runtime, RuntimeOptions } from '../../../electron/runtime/index.ts'
import type { CommandRecord } from '../../../src-shared/model.ts'
import { makeBundle, makeRootfs } from '../../fixtures/bundle.ts'
import type { BundleOptions } from '../../fixtures/bundle.ts'

/** Where containers that stand for other tools' get their cgroups. */
export const foreignCgroups = `/runc-desktop-test-${process.pid}`

export interface Bench {
  runtime: Runtime
  directory: string
  root: string
  /** What was run, as told at its end. */
  commands: CommandRecord[]
  /** Makes a bundle on the shared root file system. */
  bundle: (name: string, options?: BundleOptions) => string
  /** Runs the real runc (the one that the runtime was told of) on the same root, as another tool would. */
  runc: (...args: string[]) => { status: number | null; output: string }
  /** Another runtime on other directories of the same bench. */
  another: (options: Partial<RuntimeOptions>) => Promise<Runtime>
  /** Files of ours, cgroups and sockets that are left of a container. */
  traces: (id: string) => string[]
  close: () => Promise<void>
}

export async function openBench(options: Partial<RuntimeOptions> = {}): Promise<Bench> {
  const directory = mkdtempSync('/tmp/rt-')
  const root = join(directory, 'root')
  const places = {
    root,
    stateDirectory: join(directory, 'state'),
    socketDirectory: join(directory, 's'),
  }
  const commands: CommandRecord[] = []
  const runtimes: Runtime[] = []
  const roots = new Set<string>()
  const another = async (changes: Partial<RuntimeOptions>): Promise<Runtime> => {
    const runtime = await createRuntime({
      ...places,
      onCommand: (record) => {
        if (record.durationMs !== null) commands.push(record)
      },
      ...changes,
    })
    runtimes.push(runtime)
    roots.add(runtime.info.root)
    return runtime
  }
  const runtime = await another(options)
  const rootfs = makeRootfs(join(directory, 'rootfs'))
  const runc: Bench['runc'] = (...args) => {
    // A file, not a pipe: a container inherits it, and a pipe would keep us waiting for its end.
    const output = join(directory, 'runc-output')
    const descriptor = openSync(output, 'w')
    const result = spawnSync(options.runtime ?? 'runc', ['--root', root, ...args], {
      stdio: ['ignore', 'ignore', descriptor],
    })
    closeSync(descriptor)
    return { status: result.status, output: readFileSync(output, 'utf8') }
  }
  return {
    runtime,
    directory,
    root,
    commands,
    another,
    runc,
    bundle: (name, bundleOptions = {}) => makeBundle(join(directory, name), { rootfs, ...bundleOptions }),
    traces: (id) => tracesOf(places, runtime, id),
    close: async () => {
      for (const one of runtimes) await one.dispose()
      for (const one of roots) {
        for (const id of existsSync(one) ? readdirSync(one) : []) {
          spawnSync('runc', ['--root', one, 'delete', '--force', id], { stdio: 'ignore' })
        }
        removeCgroups(`/runc-desktop/${createLayout({ ...places, root: one }).rootKey}`)
      }
      removeCgroups(foreignCgroups)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function tracesOf(
  places: { root: string; stateDirectory: string; socketDirectory: string },
  runtime: Runtime,
  id: string,
): string[] {
  const layout = createLayout(places)
  const { directory, exitFile, socketLink } = layout.places(id)
  const cgroups = cgroupDirectories(layout.cgroupsPath(id))
  const operations = readdirSync(layout.operationsDirectory).map((name) =>
    join(layout.operationsDirectory, name),
  )
  // A link that leads nowhere does not “exist”.
  const sockets = readdirSync(dirname(socketLink)).map((name) => join(dirname(socketLink), name))
  return [
    ...[join(runtime.info.root, id), directory, exitFile].filter((path) => existsSync(path)),
    ...cgroups,
    ...operations,
    ...sockets.filter((path) => path === socketLink),
  ]
}

/** A cgroup's directory in every hierarchy that has it. */
export function cgroupDirectories(path: string): string[] {
  const found = execFileSync('find', ['/sys/fs/cgroup', '-maxdepth', '1', '-mindepth', '0', '-type', 'd'], {
    encoding: 'utf8',
  })
  return found
    .split('\n')
    .filter((hierarchy) => hierarchy !== '')
    .map((hierarchy) => join(hierarchy, path))
    .filter((directory) => existsSync(directory))
}

function removeCgroups(path: string): void {
  for (const directory of cgroupDirectories(path)) {
    for (const child of readdirSync(directory, { withFileTypes: true })) {
      if (child.isDirectory()) rmdirSync(join(directory, child.name))
    }
    rmdirSync(directory)
    try {
      rmdirSync(dirname(directory))
    } catch {
      // Other benches, or an app, have containers there.
    }
  }
}

/** Where the system's own programs are. */
export const systemPath = '/usr/bin:/usr/sbin:/bin:/sbin'

/** A bench whose CRIU works: the machine's, else a newer one of the archive's. Where neither does, why is in `support`. */
export async function openBenchWithCriu(): Promise<{ bench: Bench; support: CheckpointSupport }> {
  const bench = await openBench()
  const support = await bench.runtime.checkpointSupport()
  if (support.isSupported) return { bench, support }
  const { criu, reason } = await otherPrograms()
  if (!criu) return { bench, support: { ...support, reason: `${support.reason} ${reason}` } }
  await bench.close()
  const another = await openBench({ searchPath: `${criu.directory}:${systemPath}` })
  return { bench: another, support: await another.runtime.checkpointSupport() }
}
