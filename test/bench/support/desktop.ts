// The app itself for a bench: the built one, in folders of its own, driven through Playwright.
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { build } from 'vite'

export interface BenchContext {
  /** Path of the executable. */
  electron: string
  /** What this machine needs on its command line. */
  switches: readonly string[]
}

export interface BenchDesktop {
  app: ElectronApplication
  page: Page
  pid: number
  close(): Promise<void>
}

const startWithinMs = 30_000

/** `app` is the folder of the app, `folder` the place of all that it keeps. */
export async function launchDesktop(
  { electron, switches }: BenchContext,
  app: string,
  folder: string,
  environment: Record<string, string> = {},
): Promise<BenchDesktop> {
  const held = join(folder, 'held-app')
  await cp(join(process.cwd(), 'test/e2e/support/held-app'), held, { recursive: true })
  await writeFile(
    join(held, 'package.json'),
    JSON.stringify({ name: 'runc-desktop', productName: 'Runc Desktop', type: 'module', main: 'main.js' }),
  )
  const launched = await _electron.launch({
    executablePath: electron,
    args: [held, ...switches],
    chromiumSandbox: !switches.includes('--no-sandbox'),
    timeout: startWithinMs,
    env: {
      PATH: process.env.PATH ?? '',
      LANG: 'C.UTF-8',
      HOME: join(folder, 'user'),
      DISPLAY: process.env.DISPLAY ?? '',
      XDG_RUNTIME_DIR: await ownDirectory(join(folder, 'run')),
      RUNC_DESKTOP_HELD_APP: join(app, 'out/main/index.js'),
      RUNC_DESKTOP_HOME: join(folder, 'home'),
      RUNC_DESKTOP_RUNC_ROOT: join(folder, 'root'),
      ...environment,
    },
  })
  let page: Page
  try {
    page = await launched.firstWindow({ timeout: startWithinMs })
    const list = page.getByRole('grid', { name: 'Containers' })
    // Or what stands in its place while there are none.
    await list.or(page.getByText('No containers yet')).first().waitFor({ timeout: startWithinMs })
  } catch (error) {
    await launched.close()
    throw error
  }
  return {
    app: launched,
    page,
    pid: launched.process().pid ?? 0,
    close: () => launched.close(),
  }
}

async function ownDirectory(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  return path
}

/** A copy of the built app whose engine is another program. Answers with its folder. */
export async function appWithEngine(entry: string, folder: string): Promise<string> {
  const app = join(folder, 'app')
  await cp(join(process.cwd(), 'out/preload'), join(app, 'out/preload'), { recursive: true })
  await cp(join(process.cwd(), 'out/renderer'), join(app, 'out/renderer'), { recursive: true })
  await cp(join(process.cwd(), 'out/main'), join(app, 'out/main'), { recursive: true })
  await cp(join(process.cwd(), 'package.json'), join(app, 'package.json'))
  await symlink(join(process.cwd(), 'node_modules'), join(app, 'node_modules'))
  await build({
    root: process.cwd(),
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(process.cwd(), entry),
      outDir: join(app, 'out/main'),
      emptyOutDir: false,
      target: 'node20.18',
      rollupOptions: {
        external: ['@lydell/node-pty', /^node:/],
        output: { format: 'es', entryFileNames: 'engine.js', chunkFileNames: 'recorded-[hash].js' },
      },
    },
  })
  return app
}
