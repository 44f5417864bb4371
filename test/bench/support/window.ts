// The built app on a bench's own folders, driven through its window as a user would.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

export interface BenchContext {
  electron: string
  switches: readonly string[]
}

export interface BenchDesktop {
  app: ElectronApplication
  page: Page
  close(): Promise<void>
}

/** Twice what the slowest start took on a busy two-core machine. */
const startWithinMs = 30_000

export async function startDesktop(
  { electron, switches }: BenchContext,
  folder: string,
  size: { width: number; height: number },
): Promise<BenchDesktop> {
  const app = await _electron.launch({
    executablePath: electron,
    args: [process.cwd(), ...switches],
    chromiumSandbox: process.getuid?.() !== 0,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      LANG: 'C.UTF-8',
      DISPLAY: process.env.DISPLAY ?? '',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      RUNC_DESKTOP_HOME: join(folder, 'home'),
      RUNC_DESKTOP_RUNC_ROOT: join(folder, 'root'),
    },
    timeout: startWithinMs,
  })
  const page = await app.firstWindow({ timeout: startWithinMs })
  await page.setViewportSize(size)
  await page.getByRole('grid', { name: 'Containers' }).waitFor()
  return {
    app,
    page,
    close: () => app.close(),
  }
}

/** Proportional memory of a process and its children, in MB: pages that several share count once in all. */
export function memoryOf(pid: number): number {
  const children = childrenOf(pid)
  return pssOf(pid) + children.reduce((sum, child) => sum + memoryOf(child), 0)
}

/** Only what is ours: what runs in containers, and runc, is theirs. */
function isOurs(pid: number): boolean {
  const name = readOr(`/proc/${pid}/comm`, '')
  return /^(electron|runc-desktop|chrome)/i.test(name)
}

function childrenOf(pid: number): number[] {
  const tasks = readdirOr(`/proc/${pid}/task`)
  const all = tasks.flatMap((task) => readOr(`/proc/${pid}/task/${task}/children`, '').trim().split(' '))
  return all
    .filter((text) => text !== '')
    .map(Number)
    .filter(isOurs)
}

function pssOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`, ''))?.[1]
  return Number(kilobytes ?? 0) / 1024
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise // gone meanwhile
  }
}

function readdirOr(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return [] // gone meanwhile
  }
}
