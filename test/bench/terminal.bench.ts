// What the terminal costs, in the real window on real containers: throughput against xterm.js alone in the same window,
// the echo of a key against bare node-pty on `runc exec -t`, ^C in a flood, twenty floods at once, and what an idle
// hidden session takes. The two sides of each comparison in turn; medians.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { spawn, type IPty } from '@lydell/node-pty'
import type { Locator, Page } from '@playwright/test'
import { credit } from '../../src-shared/credit.ts'
import { makeBundle } from './support/bundle.ts'
import { launchDesktop, type BenchContext, type BenchDesktop } from './support/desktop.ts'
import { memoryOf } from './support/memory.ts'
import { alone, compare, percentile, type Metric } from './support/statistics.ts'
import {
  bareUntilDrawn,
  countFrames,
  enterUntilDrawn,
  interruptUntilQuiet,
  keyUntilDrawn,
  type Echo,
} from './support/terminal-page.ts'

const work = {
  /** Some of what a build prints: coloured, of uneven length. */
  megabytes: 6,
  rounds: 5,
  keys: 120,
  interrupts: 20,
  floods: 20,
  floodMs: 6000,
  idleSessions: 20,
} as const

const window = { width: 1280, height: 800 } as const

export async function run(context: BenchContext): Promise<{ metrics: Metric[] }> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-terminal-'))
  const root = join(folder, 'root')
  const runc = async (...args: string[]): Promise<void> => {
    await promisify(execFile)('runc', ['--root', root, ...args])
  }
  try {
    const bundle = await makeBundle(join(folder, 'bundle'), ['cat', 'yes', 'stty', 'sleep'])
    await writeFile(
      join(bundle, 'rootfs/flood'),
      "exec yes 'a line of some length that is said over and over'\n",
    )
    await writeFile(join(bundle, 'rootfs/listing'), listing(work.megabytes * 1024 * 1024))
    await promisify(execFile)('sh', [
      '-c',
      `runc --root ${root} run -d --bundle ${bundle} bench >/dev/null 2>&1 </dev/null`,
    ])
    const inWindow = async (measure: (desktop: BenchDesktop) => Promise<Metric[]>): Promise<Metric[]> => {
      const desktop = await launchDesktop(context, process.cwd(), folder)
      await desktop.page.setViewportSize(window)
      try {
        return await measure(desktop)
      } finally {
        await desktop.close()
      }
    }
    const one = await inWindow((desktop) => ofOne(desktop, root, join(bundle, 'rootfs/listing')))
    // What floods leave in heaps that are still to shrink would be counted for what idle sessions give back.
    const several = await inWindow(ofSeveral)
    return { metrics: [...one, ...several] }
  } finally {
    await runc('delete', '--force', 'bench')
    await rm(folder, { recursive: true, force: true })
  }
}

async function ofOne({ page }: BenchDesktop, root: string, listingFile: string): Promise<Metric[]> {
  const screen = await openTerminal(page, 1)
  return [
    ...(await throughput(screen, listingFile, root)),
    ...(await echo(screen, root)),
    ...(await interrupt(screen)),
  ]
}

async function ofSeveral(desktop: BenchDesktop): Promise<Metric[]> {
  await openTerminal(desktop.page, 1)
  return [...(await idleMemory(desktop)), ...(await many(desktop))]
}

/** One terminal of the window. */
class Screen {
  readonly page: Page
  readonly rows: string
  readonly #region: Locator
  #mark = 1000

  constructor(page: Page, number: number) {
    this.page = page
    this.#region = page.getByRole('region', { name: `Terminal bench ${number}`, exact: true })
    this.rows = `section[aria-label="Terminal bench ${number}"] .xterm-rows`
  }

  async focus(): Promise<void> {
    await this.#region.getByRole('textbox').focus()
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** A command that has said what nobody typed is done. */
  async command(text: string): Promise<number> {
    this.#mark += 1
    await this.type(`${text}; echo end$((${this.#mark}))`)
    const measured = await this.page.evaluateHandle(enterUntilDrawn, {
      rows: this.rows,
      text: `end${this.#mark}`,
    })
    await this.page.keyboard.press('Enter')
    return measured.evaluate(({ drawn }) => drawn)
  }
}

async function openTerminal(page: Page, number: number): Promise<Screen> {
  const screen = new Screen(page, number)
  if (number === 1) await page.getByRole('button', { name: 'Open terminal' }).first().click()
  else await page.keyboard.press('Control+Shift+T')
  await page.locator(screen.rows).getByText('#').first().waitFor()
  await screen.focus()
  return screen
}

async function throughput(screen: Screen, listingFile: string, root: string): Promise<Metric[]> {
  const { page, rows } = screen
  await page.evaluate(await readFile('node_modules/@xterm/xterm/lib/xterm.js', 'utf8'))
  await screen.command('echo size:$(stty size):')
  const shown = await page.locator(rows).textContent()
  const [, lines = 0, columns = 0] = (/size:(\d+) (\d+):/.exec(shown ?? '') ?? []).map(Number)
  const text = await readFile(listingFile, 'utf8')
  const bytes = Buffer.from(`${text.replaceAll('\n', '\r\n')}the end`)
  const bare = {
    rows,
    base64: bytes.toString('base64'),
    text: 'the end',
    columns,
    lines,
    chunkBytes: credit.batchBytes,
    aheadBytes: credit.highWaterBytes,
  }
  const ours: number[] = []
  const theirs: number[] = []
  const source: number[] = []
  for (let round = -1; round < work.rounds; round++) {
    const read = await readFromContainer(root)
    const one = await screen.command('cat /listing')
    const other = await page.evaluate(bareUntilDrawn, bare)
    await screen.focus()
    if (round < 0) continue
    ours.push(bytes.byteLength / 1e3 / one)
    theirs.push(bytes.byteLength / 1e3 / other)
    source.push(bytes.byteLength / 1e3 / read)
  }
  return [
    compare('terminal.throughput', 'MB/s', ours, 'xterm.js alone, same window', theirs),
    // Where the time goes: no terminal can be faster than what it is told.
    compare('terminal.throughput.source', 'MB/s', ours, 'bare node-pty on runc exec -t', source),
  ]
}

/** How long a bare node-pty on `runc exec -t` takes to be told the same, in ms. */
function readFromContainer(root: string): Promise<number> {
  const began = performance.now()
  const bare = spawn('runc', ['--root', root, 'exec', '-t', 'bench', 'cat', '/listing'], { encoding: null })
  bare.onData(() => {})
  return new Promise((resolve) => {
    bare.onExit(() => resolve(performance.now() - began))
  })
}

async function echo(screen: Screen, root: string): Promise<Metric[]> {
  const bare = spawn('runc', ['--root', root, 'exec', '-t', 'bench', 'cat'], { encoding: null })
  const drawn: number[] = []
  const parsed: number[] = []
  const theirs: number[] = []
  await screen.type('cat')
  await screen.page.keyboard.press('Enter')
  for (let key = -5; key < work.keys; key++) {
    const one = await oneEcho(screen)
    const other = await bareEcho(bare)
    if (key < 0) continue
    drawn.push(one.drawnMs)
    parsed.push(one.parsedMs)
    theirs.push(other)
  }
  bare.kill('SIGKILL')
  await screen.page.keyboard.press('Control+C')
  const against = 'bare node-pty on runc exec -t'
  return [
    compare('terminal.echo.p50', 'ms', parsed, against, theirs),
    compare('terminal.echo.frame.p50', 'ms', drawn, against, theirs),
  ]
}

async function oneEcho({ page, rows }: Screen): Promise<Echo> {
  const listening = await page.evaluateHandle(keyUntilDrawn, { rows })
  // At no fixed distance from the frames.
  await delay(10 + Math.random() * 20)
  await page.keyboard.press('x')
  return listening.evaluate(({ measured }) => measured)
}

function bareEcho(bare: IPty): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now()
    const heard = bare.onData(() => {
      heard.dispose()
      resolve(performance.now() - began)
    })
    bare.write('x')
  })
}

async function interrupt(screen: Screen): Promise<Metric[]> {
  const samples: number[] = []
  for (let round = 0; round < work.interrupts; round++) {
    await screen.type('sh /flood')
    await screen.page.keyboard.press('Enter')
    await delay(300 + Math.random() * 200)
    const listening = await screen.page.evaluateHandle(interruptUntilQuiet, {
      rows: screen.rows,
      quietMs: 400,
    })
    await screen.page.keyboard.press('Control+C')
    samples.push(await listening.evaluate(({ quiet }) => quiet))
    await screen.command('true')
  }
  return [alone('terminal.interrupt.p95', 'ms', percentile(samples, 0.95))]
}

/** Each is a shell at its prompt that was looked at once. */
async function idleMemory({ page, pid }: BenchDesktop): Promise<Metric[]> {
  const measured = async (): Promise<number> => {
    await delay(2500)
    await page.requestGC()
    return memoryOf(pid)
  }
  const before = await measured()
  for (let number = 2; number <= work.idleSessions + 1; number++) await openTerminal(page, number)
  const after = await measured()
  return [alone('terminal.idle.pss', 'MB', (after - before) / work.idleSessions)]
}

async function many({ app, page }: BenchDesktop): Promise<Metric[]> {
  const tabs = page.getByRole('tab')
  for (let index = 0; index < work.floods; index++) {
    await tabs.nth(index).click()
    const screen = new Screen(page, index + 1)
    await screen.focus()
    await screen.type('sh /flood')
    await page.keyboard.press('Enter')
  }
  await delay(1500)
  const stall = app.evaluate(longestStall, work.floodMs)
  const { fps } = await page.evaluate(countFrames, { forMs: work.floodMs })
  const stallMs = await stall
  return [alone('terminal.many.fps', 'fps', fps), alone('terminal.many.stall', 'ms', stallMs)]
}

/** How late a timer of main's comes at worst. */
function longestStall(_electron: unknown, forMs: number): Promise<number> {
  const everyMs = 5
  return new Promise((resolve) => {
    const began = performance.now()
    let last = began
    let worst = 0
    const timer = setInterval(() => {
      const now = performance.now()
      worst = Math.max(worst, now - last - everyMs)
      last = now
      if (now - began < forMs) return
      clearInterval(timer)
      resolve(worst)
    }, everyMs)
  })
}

/** Lines as `ls -l --color` and a build print them; always the same. */
function listing(bytes: number): string {
  const lines: string[] = []
  let length = 0
  for (let index = 0; length < bytes; index++) {
    const name = `${'module-'.repeat(1 + (index % 5))}${index}`
    const line = `-rw-r--r-- 1 root root ${(index * 7919) % 100_000} Aug  3 12:${10 + (index % 50)} \u001b[0;${31 + (index % 6)}m${name}\u001b[0m\u001b[01;34m/src\u001b[0m`
    lines.push(line)
    length += line.length + 1
  }
  return `${lines.join('\n')}\n`
}
