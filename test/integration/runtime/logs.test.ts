// The log of a container as its bytes: whole, in order, over rotation, truncation and the end, live and afterwards.
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Container, LogOptions, LogRecord, Runtime } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

async function gather(container: Container, options: LogOptions = {}): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  for await (const record of container.logs(options)) records.push(record)
  return records
}

function text(records: readonly LogRecord[], stream?: LogRecord['stream']): string {
  const wanted = records.filter((record) => stream === undefined || record.stream === stream)
  return Buffer.concat(wanted.map(({ bytes }) => bytes)).toString('latin1')
}

async function started(id: string, script: string, runtime: Runtime = bench.runtime): Promise<Container> {
  const container = await runtime.create(id, bench.bundle(id, { args: ['sh', '-c', script] }))
  await container.start()
  return container
}

async function finished(id: string, script: string): Promise<Container> {
  const container = await started(id, script)
  await container.wait()
  return container
}

/** The files of a log, without the name that conmon writes under. */
function filesOf(container: Container): string[] {
  return readdirSync(dirname(container.logPath ?? '')).filter((name) => /^ctr\.log\.\d+$/.test(name))
}

test('what was written comes back byte for byte, with its stream and time', async () => {
  const before = BigInt(Date.now()) * 1_000_000n
  const script = 'echo one; printf two >&2; printf "\\377\\000\\303(\\r\\n\\n"; echo; printf end'
  const container = await finished('bytes', script)
  const records = await gather(container)
  expect(text(records, 'stdout')).toBe('one\n\xff\x00\xc3(\r\n\n\nend')
  expect(text(records, 'stderr')).toBe('two')
  expect(records.at(-1)?.partial).toBe(true)
  const times = records.map(({ time }) => time)
  expect(times.every((time) => time >= before && time <= BigInt(Date.now()) * 1_000_000n)).toBe(true)
  expect(times.some((time) => time % 1_000_000n !== 0n)).toBe(true)
  await container.delete()
})

test('the last records, and those of a span of time', async () => {
  const script = 'seq 1 3000; sleep 0.15; echo later; sleep 0.15; echo last'
  const container = await finished('range', script)
  const all = await gather(container)
  expect(text(all)).toBe(execFileSync('seq', ['1', '3000'], { encoding: 'latin1' }) + 'later\nlast\n')
  expect(text(await gather(container, { last: 3 }))).toBe('3000\nlater\nlast\n')
  expect(text(await gather(container, { last: 0 }))).toBe('')
  expect(await gather(container, { last: 100_000 })).toEqual(all)
  const later = all.at(-2)?.time ?? 0n
  expect(text(await gather(container, { since: later }))).toBe('later\nlast\n')
  expect(text(await gather(container, { since: later, until: later }))).toBe('later\n')
  expect(text(await gather(container, { last: 2, until: later }))).toBe('3000\nlater\n')
  expect(text(await gather(container, { until: new Date(0) }))).toBe('')
  expect(() => container.logs({ last: -1 })).toThrow(/whole number/)
  await container.delete()
})

test('following tells as it is written and ends with the container, or when it is aborted', async () => {
  // It goes on only when what it wrote last has been told.
  const untilTold = 'while [ ! -e /tmp/told-$i ]; do sleep 0.02; done'
  const container = await started('follow', `for i in 1 2 3 4; do echo $i; ${untilTold}; done; printf half`)
  const records: LogRecord[] = []
  for await (const record of container.logs({ follow: true })) {
    records.push(record)
    writeFileSync(join(bench.directory, 'rootfs', 'tmp', `told-${records.length}`), '')
  }
  expect(text(records)).toBe('1\n2\n3\n4\nhalf')
  expect(container.exit()).toMatchObject({ code: 0 })
  await container.delete()
  const endless = await started('endless', 'echo on; sleep 60')
  const abort = new AbortController()
  const told: string[] = []
  for await (const record of endless.logs({ follow: true, signal: abort.signal })) {
    told.push(text([record]))
    setTimeout(() => abort.abort(), 20)
  }
  expect(told).toEqual(['on\n'])
  await endless.delete({ force: true })
})

test('rotation under a writer loses nothing and doubles nothing, for followers and later readers', async () => {
  const lines = 80_000
  const container = await started(
    'rotate',
    `i=0; while [ $i -lt ${lines} ]; do echo line $i; i=$((i+1)); done`,
  )
  const following = gather(container, { follow: true })
  let rotations = 0
  while (container.exit() === null) {
    rotations += await container.rotateLog().then(
      (isDone) => Number(isDone),
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'Stopped' })
        return 0
      },
    )
    await delay(20)
  }
  expect(rotations).toBeGreaterThan(1)
  const expected = Array.from({ length: lines }, (_, index) => `line ${index}\n`).join('')
  expect(text(await following) === expected).toBe(true)
  const all = await gather(container)
  expect(text(all) === expected).toBe(true)
  expect(text(await gather(container, { last: 20_000 })) === text(all.slice(-20_000))).toBe(true)
  await expect(container.rotateLog()).rejects.toMatchObject({ code: 'Stopped' })
  await container.delete()
  expect(bench.traces('rotate')).toEqual([])
})

test('the log keeps within its cap by itself, and what is within the cap is there', async () => {
  const runtime = await bench.another({ log: { maxBytes: 300_000, keepFiles: 3 } })
  const script = 'j=0; while [ $j -lt 8 ]; do seq $((j*5000)) $((j*5000+4999)); j=$((j+1)); sleep 0.55; done'
  const container = await started('capped', script, runtime)
  const followed = text(await gather(container, { follow: true }))
  expect(followed).toBe(execFileSync('seq', ['0', '39999'], { encoding: 'latin1' }))
  const kept = text(await gather(container))
  expect(followed.endsWith(kept)).toBe(true)
  const files = filesOf(container)
  const bytes = files.map((name) => readFileSync(join(dirname(container.logPath ?? ''), name)).length)
  const total = bytes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(300_000 * 2)
  expect(total).toBeLessThan(40_000 * 50)
  expect(files).not.toContain('ctr.log.1')
  await container.delete()
}, 15_000)

test('a file that conmon replaced at its own limit is not lost with it', async () => {
  const container = await started('replaced', 'echo first; sleep 0.4; echo second; sleep 60')
  const log = container.logPath ?? ''
  await expect.poll(() => filesOf(container)).toEqual(['ctr.log.1'])
  const following = gather(container, { follow: true })
  await delay(100)
  // What conmon does: a new file over the old name.
  writeFileSync(`${log}.tmp`, '')
  execFileSync('mv', [`${log}.tmp`, log])
  appendFileSync(log, '2026-01-02T03:04:05.000000006+01:00 stderr F new\n')
  expect(text(await gather(container, { since: 0n }))).toBe('first\nnew\n')
  await container.delete({ force: true })
  expect(text(await following)).toContain('first\nnew\n')
})

test('a truncated log goes on from its new beginning, and half a record waits for its other half', async () => {
  const container = await started('cut', 'sleep 60')
  const log = container.logPath ?? ''
  const time = '2026-01-02T03:04:05.000000006+01:00'
  appendFileSync(log, `${time} stdout F a\n${time} stdout F b`)
  const abort = new AbortController()
  const told: string[] = []
  const following = (async () => {
    for await (const record of container.logs({ follow: true, signal: abort.signal }))
      told.push(text([record]))
  })()
  await expect.poll(() => told).toEqual(['a\n'])
  expect(text(await gather(container))).toBe('a\n')
  appendFileSync(log, `c\n${time} stdout P d\n`)
  await expect.poll(() => told).toEqual(['a\n', 'bc\n', 'd'])
  truncateSync(log, 0)
  await delay(50)
  appendFileSync(log, `${time} stdout F e\n`)
  await expect.poll(() => told.at(-1)).toBe('e\n')
  expect(told).toHaveLength(4)
  abort.abort()
  await following
  await container.delete({ force: true })
})

test('one line of 90 MB passes in pieces', async () => {
  const container = await finished('huge', 'echo small')
  const log = container.logPath ?? ''
  const time = '2026-01-02T03:04:05+01:00'
  writeFileSync(
    log,
    Buffer.concat([Buffer.from(`${time} stdout F `), Buffer.alloc(90_000_000, 0x78), Buffer.from('\n')]),
  )
  appendFileSync(log, `${time} stderr F after\n`)
  let bytes = 0
  let largest = 0
  let last = ''
  for await (const record of container.logs()) {
    if (record.stream === 'stdout') bytes += record.bytes.byteLength
    largest = Math.max(largest, record.bytes.byteLength)
    last = record.stream
  }
  expect([bytes, last]).toEqual([90_000_001, 'stderr'])
  expect(largest).toBeLessThan(2_000_000)
  expect(text(await gather(container, { last: 1 }))).toBe('after\n')
  await container.delete()
})

test('a full disk under the log does not end the container', async () => {
  const place = join(bench.directory, 'full')
  mkdirSync(place)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place])
  const runtime = await bench.another({ stateDirectory: place })
  try {
    const script = 'echo begin; seq 1 40000; echo done > /tmp/done; sleep 0.8; echo after; sleep 60'
    const container = await started('full', script, runtime)
    await expect.poll(() => existsSync(join(bench.directory, 'rootfs/tmp/done'))).toBe(true)
    await delay(100)
    expect(container.state().status).toBe('running')
    expect(await container.rotateLog()).toBe(false)
    // Room again: what is written from now on is kept.
    truncateSync(container.logPath ?? '', 0)
    await expect.poll(async () => text(await gather(container))).toContain('after\n')
    expect(await container.rotateLog()).toBe(true)
    await container.kill('KILL')
    expect(await container.wait()).toMatchObject({ code: 137, source: 'conmon' })
  } finally {
    await runtime.get('full').delete({ force: true })
    await runtime.dispose()
    execFileSync('umount', [place])
  }
})

test('the log of a container that was not created here is not ours to read', async () => {
  const edit = {
    edit: (config: { linux: { cgroupsPath?: string } }) =>
      (config.linux.cgroupsPath = `${foreignCgroups}/other`),
  }
  bench.runc('run', '--detach', '--bundle', bench.bundle('other', edit), 'other')
  const container = bench.runtime.get('other')
  expect(() => container.logs()).toThrow(expect.objectContaining({ code: 'NotSupported' }))
  await expect(container.rotateLog()).rejects.toMatchObject({ code: 'NotSupported' })
  await container.delete({ force: true })
  expect(() => container.logs()).toThrow(expect.objectContaining({ code: 'NotFound' }))
})
