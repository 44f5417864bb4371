// As whom a project runs: root, an ordinary user made for it and removed afterwards, or whoever we are. Says how to
// run a program as them, and which Electron and app they can read.
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { repository } from '../../../build/common/paths.mjs'
import { findProgram } from '../../../build/common/process.mjs'
import { resolveElectron } from '../../../build/electron.mjs'
import { must, run } from './commands.ts'
import { allProcesses, kill } from './processes.ts'

export type IdentityName = 'root' | 'user' | 'packaged'

export interface Identity {
  uid: number
  gid: number
  userName: string
  /** What is started: Electron, a script that starts it as somebody else, or the packaged app. */
  executable: string
  /** The app's folder for Electron's command line; null when the executable is the app. */
  app: string | null
  /** The same app for Playwright, held until that has attached (see held-app/main.js); null as above. */
  heldApp: string | null
  /** Chromium's sandbox is on: everywhere but as root, where Chromium refuses. */
  isSandboxed: boolean
  /** The command that runs this one as them. */
  as(argv: readonly string[]): string[]
  dispose(): Promise<void>
}

const ourUid = process.getuid?.() ?? -1

/** Why this project cannot run here; null when it can. */
export function whyNot(name: IdentityName): string | null {
  if (name === 'root' && ourUid !== 0) return 'needs root: it makes rootful containers'
  if (name === 'packaged' && packagedExecutable() === null) return 'needs a packaged app (npm run dist)'
  if (name !== 'user' || ourUid !== 0) return null
  const missing = ['useradd', 'userdel', 'setpriv'].find((program) => !findProgram(program))
  return missing === undefined ? null : `needs ${missing}, to make and become an ordinary user`
}

export async function createIdentity(name: IdentityName): Promise<Identity> {
  if (name === 'user' && ourUid === 0) return makeUser()
  const base = mkdtempSync(join(tmpdir(), 'rd-app-'))
  const dispose = async (): Promise<void> => rmSync(base, { recursive: true, force: true })
  const us = { ...self(), dispose }
  if (name === 'packaged') return { ...us, executable: packagedExecutable() ?? '', app: null, heldApp: null }
  return { ...us, executable: await findElectron(), app: repository, heldApp: makeHeldApp(repository, base) }
}

/** A folder that Electron takes for the app, with the app's own name and version. */
function makeHeldApp(app: string, base: string): string {
  const folder = join(base, 'held')
  cpSync(join(import.meta.dirname, 'held-app'), folder, { recursive: true })
  const description = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as object
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...description, main: 'main.js' }))
  return folder
}

async function findElectron(): Promise<string> {
  return process.env.RUNC_DESKTOP_ELECTRON ?? (await resolveElectron()).path
}

function packagedExecutable(): string | null {
  const named = process.env.RUNC_DESKTOP_PACKAGED ?? join(repository, 'dist/e2e/linux-unpacked/runc-desktop')
  return existsSync(named) ? named : null
}

function self(): Omit<Identity, 'executable' | 'app' | 'heldApp' | 'dispose'> {
  const { uid, gid, username } = userInfo()
  return {
    uid,
    gid,
    userName: username,
    isSandboxed: uid !== 0,
    as: (argv) => [...argv],
  }
}

/** What of the repository an app needs to run; node-pty is the one package that is not bundled. */
const runtimeParts = ['package.json', 'out/main', 'out/preload', 'out/renderer', 'node_modules/@lydell']

async function makeUser(): Promise<Identity> {
  const electron = await findElectron()
  const base = mkdtempSync(join(tmpdir(), 'rd-user-'))
  chmodSync(base, 0o755)
  const home = join(base, 'home')
  const userName = `rd-e2e-${process.pid}`
  await must(['useradd', '--create-home', '--home-dir', home, '--shell', '/bin/sh', userName])
  const uid = Number(await must(['id', '--user', userName]))
  const gid = Number(await must(['id', '--group', userName]))

  async function dispose(): Promise<void> {
    for (const { pid, uid: owner } of allProcesses()) if (owner === uid) kill(pid)
    await run(['userdel', userName])
    rmSync(base, { recursive: true, force: true })
  }

  try {
    // Root's cache and home are closed to others. Links cost nothing; another file system needs copies.
    const runtime = join(base, 'electron')
    const linked = await run(['cp', '--archive', '--link', dirname(electron), runtime])
    if (linked.code !== 0) {
      rmSync(runtime, { recursive: true, force: true })
      await must(['cp', '--archive', dirname(electron), runtime])
    }
    const app = join(base, 'app')
    for (const part of runtimeParts) cpSync(join(repository, part), join(app, part), { recursive: true })
    const as = (argv: readonly string[]): string[] => [
      'setpriv',
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--init-groups',
      '--',
      ...argv,
    ]
    const executable = join(base, 'electron-as-user')
    const command = as([join(runtime, 'electron')]).map((word) => `'${word}'`)
    writeFileSync(executable, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`, { mode: 0o755 })
    const heldApp = makeHeldApp(app, base)
    return { uid, gid, userName, executable, app, heldApp, isSandboxed: true, as, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** A directory that is theirs alone. */
export function makeOwnDirectory(identity: Identity, path: string): string {
  mkdirSync(path, { mode: 0o700 })
  chownSync(path, identity.uid, identity.gid)
  return path
}
