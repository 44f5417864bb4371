// What a log costs: a stopped container's of 1 GB opened at its beginning and its end in the real window, what the engine
// takes for that, its search against `grep -c` on the same file in turn, and a live one of 50,000 lines a second followed.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createWriteStream, readFileSync, readdirSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { EngineClient } from '../../src-shared/client.ts'
import { makeBundle } from './support/bundle.ts'
import { launchDesktop, type BenchContext, type BenchDesktop } from './support/desktop.ts'
import { startEngine } from './support/engine.ts'
import { memoryOf } from './support/memory.ts'
import { alone, compare, median, type Metric } from './support/statistics.ts'
import { countFrames } from './support/terminal-page.ts'

const work = {
  bytes: 1e9,
  rounds: 5,
  /** Of the kind that one looks for: some text, a number, a rest. */
  pattern: 'ERROR.*took 49. ms',
  linesPerSecond: 50_000,
  followMs: 60_000,
} as const

const execute = promisify(execFile)

export async function run(context: BenchContext): Promise<{ metrics: Metric[] }> {
  if (process.getuid?.() !== 0) throw new Error('This bench makes rootful containers and needs root.')
  const folder = await mkdtemp(join(tmpdir(), 'rd-logs-'))
  try {
    const log = await makeBigLog(folder)
    const metrics = await searching(folder, log)
    const desktop = await launchDesktop(context, process.cwd(), folder)
    try {
      await desktop.page.setViewportSize({ width: 1280, height: 800 })
      metrics.push(...(await opening(desktop)), ...(await following(desktop, folder)))
    } finally {
      await desktop.close()
    }
    return { metrics }
  } finally {
    await execute('sh', ['-c', `runc --root ${folder}/root delete --force logs-flood; true`])
    await rm(folder, { recursive: true, force: true })
  }
}

/** A container that has ended, whose log is then made a large one. */
async function makeBigLog(folder: string): Promise<string> {
  const engine = await startEngine(folder)
  try {
    const bundle = await makeBundle(join(folder, 'big'), ['echo', 'sleep'])
    await setArgs(bundle, ['/bin/echo', 'done'])
    const path = await startContainer(engine.client, 'logs-big', bundle)
    await settled(engine.client, engine.keyOf('logs-big'))
    await writeBig(path)
    return path
  } finally {
    await engine.stop()
  }
}

async function setArgs(bundle: string, args: readonly string[]): Promise<void> {
  const file = join(bundle, 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as { process: { args: readonly string[] } }
  config.process.args = args
  await writeFile(file, JSON.stringify(config))
}

async function startContainer(client: EngineClient, id: string, bundle: string): Promise<string> {
  const { key } = await client.call('containers.create', { id, bundle })
  await client.call('containers.start', { key })
  const { logPath } = await client.call('containers.detail', { key })
  if (logPath === null) throw new Error('It has no log.')
  return logPath
}

async function settled(client: EngineClient, key: string): Promise<void> {
  while ((await client.call('containers.detail', { key })).summary.status !== 'stopped');
}

async function writeBig(path: string): Promise<void> {
  const stream = createWriteStream(path)
  const levels = ['INFO', 'WARN', 'DEBUG', 'ERROR']
  let lines: string[] = []
  for (let index = 0, bytes = 0; bytes < work.bytes; index += 1) {
    const time = new Date(1.7e12 + index * 3).toISOString().replace('Z', '000000+00:00')
    const line = `${time} ${index % 5 ? 'stdout' : 'stderr'} F [${levels[(index % 7) % 4]}] request id=${(index * 7919) % 1_000_003} path=/api/v1/items/${index % 977} took ${(index * 31) % 500} ms\n`
    lines.push(line)
    bytes += line.length
    if (lines.length < 20_000) continue
    if (!stream.write(lines.join(''))) await once(stream, 'drain')
    lines = []
  }
  stream.end(lines.join(''))
  await once(stream, 'close')
}

/** Both read the file from the page cache; every match is found. */
async function searching(folder: string, log: string): Promise<Metric[]> {
  const engine = await startEngine(folder)
  const ours: number[] = []
  const theirs: number[] = []
  try {
    for (let round = -1; round < work.rounds; round += 1) {
      const grepBegan = performance.now()
      const { stdout } = await execute('grep', ['-c', work.pattern, log], {
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      })
      const grep = performance.now() - grepBegan
      const began = performance.now()
      const count = await searched(engine.client, engine.keyOf('logs-big'))
      const one = performance.now() - began
      if (count !== Number(stdout)) throw new Error(`${count} lines were found, grep finds ${stdout.trim()}.`)
      if (round < 0) continue
      ours.push(one)
      theirs.push(grep)
    }
  } finally {
    await engine.stop()
  }
  return [compare('logs.search', 'ms', ours, 'grep -c', theirs)]
}

function searched(client: EngineClient, key: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const query = { pattern: work.pattern, isRegex: true, isCaseSensitive: true, output: null }
    client.open(
      'logSearch',
      { key, ...query },
      {
        onData: (_bytes, consumed) => consumed(),
        onEnd: (result) =>
          result.ok ? resolve(result.value.count) : reject(new Error(result.error.message)),
      },
    )
  })
}

async function opening(desktop: BenchDesktop): Promise<Metric[]> {
  const { page } = desktop
  const first: number[] = []
  const end: number[] = []
  await page.getByRole('link', { name: 'logs-big' }).or(page.getByText('logs-big')).first().dblclick()
  await page.getByRole('tab', { name: 'Overview' }).waitFor()
  for (let round = -1; round < work.rounds; round += 1) {
    // From the key to the last lines drawn: it opens at the end.
    const opened = await untilDrawn(page, 'l')
    await page.getByRole('button', { name: 'Go to the beginning' }).click()
    await page.getByText('request id=0 path').waitFor()
    await page.getByRole('log', { name: 'Log lines' }).focus()
    const atEnd = await untilDrawn(page, 'End')
    await page.keyboard.press('o')
    await page.getByRole('region', { name: 'Last output' }).waitFor()
    if (round < 0) continue
    first.push(opened)
    end.push(atEnd)
  }
  return [
    alone('logs.open.first', 'ms', median(first)),
    alone('logs.open.end', 'ms', median(end)),
    alone('logs.open.pss', 'MB', memoryOf(enginePid(desktop.pid))),
  ]
}

/** How long after a key the last line of the log is painted. */
async function untilDrawn(page: Page, key: string): Promise<number> {
  const measured = await page.evaluateHandle((wanted) => {
    let began = 0
    const drawn = new Promise<number>((resolve) => {
      window.addEventListener('keydown', () => (began = performance.now()), { once: true, capture: true })
      const look = (): void => {
        const log = document.querySelector('[role=log]')
        const isThere =
          began > 0 &&
          log !== null &&
          log.querySelector('[data-line-text]') !== null &&
          log.scrollHeight - log.scrollTop - log.clientHeight < 4 &&
          !(log.textContent ?? '').includes(wanted)
        if (isThere) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began), 0))
        else requestAnimationFrame(look)
      }
      look()
    })
    return { drawn }
  }, 'request id=0 path')
  await page.keyboard.press(key)
  return measured.evaluate(({ drawn }) => drawn)
}

function enginePid(main: number): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => {
      const command = read(`/proc/${pid}/cmdline`)
      const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]
      return command.includes('utility-sub-type=node.mojom.NodeService') && isBelow(Number(parent), main)
    })
  if (found === undefined) throw new Error('There is no engine process.')
  return Number(found)
}

function isBelow(pid: number, ancestor: number): boolean {
  if (pid === ancestor) return true
  const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
  return parent > 1 && isBelow(parent, ancestor)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // gone meanwhile
  }
}

/** The program paces itself by the clock: 5,000 numbered lines each tenth of a second. */
async function following({ page }: BenchDesktop, folder: string): Promise<Metric[]> {
  const bundle = await makeBundle(join(folder, 'flood'), ['sleep', 'awk', 'usleep'])
  const perBurst = work.linesPerSecond / 10
  const bursts = work.followMs / 100
  const last = bursts * perBurst - 1
  const say = `for (b = 0; b < ${bursts}; b++) { for (n = 0; n < ${perBurst}; n++) print "line " b * ${perBurst} + n " of the flood"; fflush(); system("usleep 65000") }`
  await setArgs(bundle, ['/bin/sh', '-c', `awk 'BEGIN { ${say} }'; sleep 1000`])
  const engine = await startEngine(folder)
  try {
    await page.keyboard.press('Escape')
    const path = await startContainer(engine.client, 'logs-flood', bundle)
    const began = performance.now()
    await page.getByText('logs-flood').first().dblclick()
    await page.getByRole('tab', { name: 'Overview' }).waitFor()
    await page.keyboard.press('l')
    await page.getByRole('log', { name: 'Log lines' }).waitFor()
    const { fps } = await page.evaluate(countFrames, { forMs: work.followMs - 5000 })
    const during = await linesOf(path)
    const rate = (during.last * 1000) / (performance.now() - began)
    let lines = during
    const waitUntil = Date.now() + work.followMs
    while (Date.now() < waitUntil && lines.last < last) lines = await linesOf(path)
    // The oldest files are cleared away at the log's cap; what is left has no gap, and its end.
    const missing = lines.last - lines.first + 1 - lines.count + (last - lines.last)
    return [
      alone('logs.follow.rate', '1/s', rate),
      alone('logs.follow.fps', 'fps', fps),
      alone('logs.follow.dropped', 'lines', missing),
    ]
  } finally {
    await engine.stop()
  }
}

/** The numbers of the first and the last line over all files that are left of the log, and how many there are. */
async function linesOf(path: string): Promise<{ first: number; last: number; count: number }> {
  // conmon parts lines where it reads: P records go on in the next one.
  const program = `{
    tag = $3; sub(/^[^ ]+ [^ ]+ [FP] ?/, ""); text = text $0
    if (tag == "P") next
    if (split(text, words, " ") == 5) { if (!count++) first = words[2]; last = words[2] }
    text = ""
  } END { print first + 0, last + 0, count + 0 }`
  const { stdout } = await execute('sh', ['-c', `cat $(ls -v ${path}.[0-9]*) | awk '${program}'`])
  const [first = 0, last = 0, count = 0] = stdout.trim().split(' ').map(Number)
  return { first, last, count }
}
