// Attached to a container's own program: everything it said, what is typed, its size, and that leaving ends nothing.
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Attachment, AttachOptions, Container } from '../../../electron/runtime/index.ts'
import { openBench, foreignCgroups } from './setup.ts'
import type { Bench } from './setup.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

interface Viewer {
  attachment: Attachment
  text: () => string
  type: (text: string) => Promise<void>
  says: (wanted: string) => Promise<void>
}

function view(container: Container, options: Partial<AttachOptions> = {}): Viewer {
  const chunks: Uint8Array[] = []
  const attachment = container.attach({ onData: ({ bytes }) => void chunks.push(bytes), ...options })
  const text = (): string => Buffer.concat(chunks).toString()
  return {
    attachment,
    text,
    type: (input) => attachment.write(new TextEncoder().encode(input)),
    says: (wanted) => expect.poll(text, { interval: 10, timeout: 5000 }).toContain(wanted),
  }
}

async function started(id: string, args: string[], terminal: boolean, stdin = true): Promise<Container> {
  const bundle = bench.bundle(id, { args, edit: (config) => (config.process.terminal = terminal) })
  const container = await bench.runtime.create(id, bundle, { stdin })
  await container.start()
  return container
}

test('a terminal: history, typing, size, several viewers, and nothing ends when they leave', async () => {
  const container = await started('tty', ['sh', '-c', 'echo ready; exec sh'], true)
  const first = view(container)
  await first.says('ready')
  await first.type('echo $((6*7))\n')
  await first.says('42')
  const second = view(container)
  await second.says('42')
  const fresh = view(container, { history: 'none' })
  await delay(50)
  // In a burst: the last one counts.
  await Promise.all([60, 70, 80, 90, 101].map((columns) => second.attachment.resize(columns, 33)))
  await second.type('stty size\n')
  await first.says('33 101')
  await fresh.says('33 101')
  expect(fresh.text()).not.toContain('ready')
  first.attachment.detach()
  expect(await first.attachment.ended).toBe('detached')
  await expect(first.type('x')).rejects.toMatchObject({ code: 'Stopped' })
  await second.type('echo still $((1+1))\n')
  await second.says('still 2')
  await expect(second.attachment.resize(0, 5)).rejects.toMatchObject({ code: 'InvalidArgument' })
  await second.attachment.closeStdin()
  expect(await second.attachment.ended).toBe('ended')
  expect(container.exit()).toMatchObject({ code: 0 })
  fresh.attachment.detach()
  await container.delete()
  expect(bench.traces('tty')).toEqual([])
})

test('without a terminal: input through several viewers and runtimes, and its end on request only', async () => {
  const container = await started('cat', ['cat'], false)
  const first = view(container)
  await first.type('one\n')
  await first.says('one\n')
  first.attachment.detach()
  await first.attachment.ended
  const other = await bench.another({})
  const second = view(other.get('cat'))
  await second.type('two\n')
  await second.says('one\ntwo\n')
  await other.dispose()
  await delay(50)
  expect(container.state().status).toBe('running')
  const third = view(container)
  const large = 'x'.repeat(99) + '\n'
  await third.type(large.repeat(5000))
  await third.attachment.closeStdin()
  expect(await third.attachment.ended).toBe('ended')
  expect(third.text()).toBe(`one\ntwo\n${large.repeat(5000)}`)
  expect(container.exit()).toMatchObject({ code: 0 })
  await expect(third.type('x')).rejects.toMatchObject({ code: 'Stopped' })
  await container.delete()
  expect(bench.traces('cat')).toEqual([])
})

test('an input that nobody has written to is closed all the same', async () => {
  const container = await started('unwritten', ['sh', '-c', 'cat; echo over; sleep 60'], false)
  const viewer = view(container)
  await viewer.attachment.closeStdin()
  await viewer.says('over')
  await expect(viewer.type('x')).rejects.toMatchObject({ code: 'InvalidArgument' })
  await expect(viewer.attachment.resize(80, 24)).rejects.toMatchObject({ code: 'TerminalsNotSupported' })
  await container.delete({ force: true })
  const silent = await started('silent', ['sh', '-c', 'cat; echo nothing; sleep 60'], false, false)
  const listener = view(silent)
  await listener.says('nothing')
  await expect(listener.type('x')).rejects.toMatchObject({ code: 'NotSupported' })
  await silent.delete({ force: true })
})

test('a viewer that does not keep up holds up nobody', async () => {
  const container = await started('quick', ['sh', '-c', 'cat; seq 1 50000'], false)
  let release = (): void => undefined
  const waiting = new Promise<void>((resolve) => (release = resolve))
  const slow: Uint8Array[] = []
  const attachment = container.attach({
    onData: async ({ bytes }) => {
      await waiting
      slow.push(bytes)
    },
  })
  await attachment.write(new TextEncoder().encode('go\n'))
  await attachment.closeStdin()
  expect(await container.wait()).toMatchObject({ code: 0 })
  expect(slow).toEqual([])
  release()
  expect(await attachment.ended).toBe('ended')
  expect(Buffer.concat(slow).toString().endsWith('49999\n50000\n')).toBe(true)
  await container.delete()
})

test('other tools’ containers and a machine without socat are told clearly', async () => {
  const bundle = bench.bundle('other', {
    edit: (config) => (config.linux.cgroupsPath = `${foreignCgroups}/other`),
  })
  bench.runc('run', '--detach', '--bundle', bundle, 'other')
  expect(() => bench.runtime.get('other').attach({ onData: () => undefined })).toThrow(
    expect.objectContaining({ code: 'NotSupported', message: expect.stringContaining('not created here') }),
  )
  await bench.runtime.get('other').delete({ force: true })
  const programs = join(bench.directory, 'programs')
  mkdirSync(programs)
  for (const name of ['runc', 'conmon']) {
    symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(programs, name))
  }
  const container = await started('poor', ['sh', '-c', 'echo shown; cat'], false)
  const poor = await bench.another({ searchPath: programs })
  const viewer = view(poor.get('poor'))
  await viewer.says('shown')
  await expect(viewer.type('x')).rejects.toMatchObject({
    code: 'NotSupported',
    message: expect.stringContaining('socat'),
  })
  viewer.attachment.detach()
  await container.delete({ force: true })
})
