// What one test has to itself on the machine: the app's folders, a runc root, room for bundles; and afterwards nothing
// of it is left, containers first.
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  chmodSync,
  chownSync,
  existsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBundle, type BundleOptions } from './bundle.ts'
import { must, run } from './commands.ts'
import { makeOwnDirectory, type Identity } from './identity.ts'

export class Workspace {
  readonly identity: Identity
  readonly path: string
  /** RUNC_DESKTOP_HOME. */
  readonly home: string
  /** RUNC_DESKTOP_RUNC_ROOT. */
  readonly root: string
  /** The app's environment: nothing of ours but what it needs. */
  readonly environment: Record<string, string>

  constructor(identity: Identity) {
    this.identity = identity
    this.path = mkdtempSync(join(tmpdir(), 'rd-'))
    chmodSync(this.path, 0o755)
    this.home = makeOwnDirectory(identity, join(this.path, 'home'))
    this.root = makeOwnDirectory(identity, join(this.path, 'root'))
    const ours = process.env
    this.environment = {
      PATH: ours.PATH ?? '',
      LANG: 'C.UTF-8',
      HOME: makeOwnDirectory(identity, join(this.path, 'user')),
      USER: identity.userName,
      XDG_RUNTIME_DIR: makeOwnDirectory(identity, join(this.path, 'run')),
      DISPLAY: ours.DISPLAY ?? '',
      RUNC_DESKTOP_HOME: this.home,
      RUNC_DESKTOP_RUNC_ROOT: this.root,
      // What the engine answers is held against the contract.
      RUNC_DESKTOP_CHECK_RESULTS: '1',
      // There may be no session bus, and Chromium complains of that at length.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    }
  }

  /** A directory for bundles that the app's user owns; `name` is below the workspace. */
  folder(name: string): string {
    const path = join(this.path, name)
    mkdirSync(path, { recursive: true })
    chownSync(path, this.identity.uid, this.identity.gid)
    return path
  }

  bundle(name: string, options: BundleOptions = {}): Promise<string> {
    return makeBundle(this.identity, this.folder(name), options)
  }

  /** As if somebody typed it in a terminal, on the app's root. */
  runc(...args: string[]): Promise<string> {
    return must(this.identity.as(['runc', '--root', this.root, ...args]), {
      cwd: this.path,
      env: this.environment,
    })
  }

  /** What the app finds when it starts. */
  writeSettings(settings: unknown): void {
    const folder = join(this.home, 'config')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'settings.json')
    writeFileSync(file, typeof settings === 'string' ? settings : JSON.stringify(settings))
    for (const path of [folder, file]) chownSync(path, this.identity.uid, this.identity.gid)
  }

  /** Of which containers the engine keeps anything of its own. */
  engineTraces(): string[] {
    const state = join(this.home, 'state')
    return readdirSync(state, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^[0-9a-f]{8}$/.test(entry.name))
      .flatMap(({ name }) => readdirSync(join(state, name, 'containers')))
  }

  /** What main has written down so far. */
  readLog(): string {
    const path = join(this.home, 'state/logs/main.log')
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }

  async list(): Promise<string> {
    return (await run(this.identity.as(['runc', '--root', this.root, 'list']), { env: this.environment }))
      .output
  }

  async dispose(): Promise<void> {
    // A test may have closed it.
    if (existsSync(this.root)) chmodSync(this.root, 0o700)
    for (const id of readdirSync(this.root)) {
      const runc = this.identity.as(['runc', '--root', this.root])
      const options = { cwd: this.path, env: this.environment }
      // A paused one cannot die under cgroup v1; one that is not paused refuses, which is as good.
      await run([...runc, 'resume', id], options)
      await run([...runc, 'delete', '--force', id], options)
    }
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
