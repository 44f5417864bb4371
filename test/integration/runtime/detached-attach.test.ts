// Attached to detached processes: all that they said, what is typed, their size; by whichever runtime, and after its end.
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  Attachment,
  AttachOptions,
  Container,
  DetachedProcess,
  Runtime,
} from '../../../electron/runtime/index.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench
let container: Container

beforeAll(async () => {
  bench = await openBench({ log: { maxBytes: 20_000, keepFiles: 3 } })
  container = await bench.runtime.create('box', bench.bundle('box'))
  await container.start()
})
afterAll(() => bench.close())

interface Viewer {
  attachment: Attachment
  text: () => string
  type: (text: string) => Promise<void>
  says: (wanted: string) => Promise<void>
}

function view(process: DetachedProcess, options: Partial<AttachOptions> = {}): Viewer {
  const chunks: Uint8Array[] = []
  const attachment = process.attach({ onData: ({ bytes }) => void chunks.push(bytes), ...options })
  const text = (): string => Buffer.concat(chunks).toString()
  return {
    attachment,
    text,
    type: (input) => attachment.write(new TextEncoder().encode(input)),
    says: (wanted) => expect.poll(text, { interval: 10, timeout: 5000 }).toContain(wanted),
  }
}

function detach(
  args: string[],
  options: { terminal?: boolean; stdin?: boolean; id?: string } = {},
  runtime: Runtime = bench.runtime,
): Promise<DetachedProcess> {
  const { terminal = false, ...rest } = options
  const size = terminal ? { columns: 80, rows: 24 } : null
  const { id } = container
  return runtime.startProcess(runtime.get(id), { args }, { terminal: size, detached: true, ...rest })
}

/** As another program would find it. */
async function found(runtime: Runtime, id: string): Promise<DetachedProcess> {
  const process = (await runtime.get('box').processes()).find((one) => one.id === id)
  if (process?.kind !== 'detached') throw new Error(`There is no detached process “${id}”.`)
  return process as DetachedProcess
}

async function end(process: DetachedProcess): Promise<void> {
  if (process.exit() === null) process.signal('KILL')
  await process.wait()
  container.removeProcess(process.systemPid() ?? 0)
}

test('a terminal: history, typing, size, several viewers, another runtime, and nothing ends when they leave', async () => {
  const first = await bench.another({})
  const process = await detach(['sh', '-c', 'echo ready; exec sh'], { terminal: true, id: 'shell' }, first)
  const viewer = view(process)
  await viewer.says('ready')
  await viewer.type('echo $((6*7))\n')
  await viewer.says('42')
  await first.dispose()
  expect(await viewer.attachment.ended).toBe('detached')
  const later = view(await found(bench.runtime, 'shell'))
  await later.says('42')
  const fresh = view(await found(bench.runtime, 'shell'), { history: 'none' })
  await Promise.all([70, 80, 101].map((columns) => later.attachment.resize(columns, 33)))
  await later.type('stty size\n')
  await fresh.says('33 101')
  expect(fresh.text()).not.toContain('ready')
  fresh.attachment.detach()
  expect(await fresh.attachment.ended).toBe('detached')
  await later.type('exit 5\n')
  expect(await later.attachment.ended).toBe('ended')
  const ended = await found(bench.runtime, 'shell')
  expect(await ended.wait()).toMatchObject({ code: 5 })
  // All of it is still there, and nobody reads what is typed.
  const after = view(ended)
  expect(await after.attachment.ended).toBe('ended')
  expect(after.text()).toContain('ready')
  await expect(after.type('x')).rejects.toMatchObject({ code: 'Stopped' })
  await end(ended)
})

test('pipes with an input: what is typed arrives, and its end ends it', async () => {
  const process = await detach(['sh', '-c', 'cat; echo over; sleep 0.1; exit 3'], { stdin: true })
  const [one, other] = [view(process), view(process)]
  await one.type('first\n')
  await other.says('first')
  one.attachment.detach()
  // The input stays open when a viewer leaves.
  await other.type('second\n')
  await other.says('second')
  await expect(other.attachment.resize(80, 24)).rejects.toMatchObject({
    code: 'TerminalsNotSupported',
    message: '“sh” in “box” runs without a terminal; it has no size.',
  })
  await other.attachment.closeStdin()
  expect(await other.attachment.ended).toBe('ended')
  expect(other.text()).toBe('first\nsecond\nover\n')
  expect(await process.wait()).toMatchObject({ code: 3 })
  await end(process)
})

test('without an input nothing can be typed, and its program reads an end', async () => {
  const process = await detach(['sh', '-c', 'cat; echo over; sleep 600'])
  const viewer = view(process)
  await viewer.says('over')
  await expect(viewer.type('x')).rejects.toMatchObject({
    code: 'NotSupported',
    message: '“sh” in “box” was started without a standard input.',
  })
  viewer.attachment.detach()
  await end(process)
})

test('its log is read in order over its files', async () => {
  const count = 4000
  const process = await detach(['sh', '-c', `seq 1 ${count}; echo done; sleep 600`])
  const viewer = view(process)
  await viewer.says('done')
  // Beyond the size of a file it goes on in the next.
  const files = (): string[] =>
    readdirSync(dirname(process.logPath)).filter((name) => /^ctr\.log\.\d+$/.test(name))
  await expect.poll(() => files().length).toBeGreaterThan(1)
  const records: string[] = []
  for await (const record of process.logs({ last: 3 })) records.push(Buffer.from(record.bytes).toString())
  expect(records).toEqual([`${count - 1}\n`, `${count}\n`, 'done\n'])
  viewer.attachment.detach()
  await end(process)
})

test('it ends with its container, and nothing is left', async () => {
  const process = await detach(['cat'], { stdin: true })
  const viewer = view(process)
  await viewer.type('hello\n')
  await viewer.says('hello')
  await container.delete({ force: true })
  expect(await viewer.attachment.ended).toBe('ended')
  expect(bench.traces('box')).toEqual([])
})
