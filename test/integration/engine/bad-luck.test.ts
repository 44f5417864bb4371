// What may happen to a session: floods, lines without end, storms of sizes, huge pastes, and a container that dies, is
// paused or is checkpointed below it. The engine answers all the while, and the session says what happened.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execFileSync } from 'node:child_process'
import type { ProcessRequest, TerminalSummary } from '../../../src-shared/terminal-model.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'
import { viewTerminal, type Viewer } from '../../fixtures/engine/viewer.ts'
import { openArguments } from '../../fixtures/terminals.ts'

let entry: { program: string; folder: string }
let engine: RealEngine

/** How long a ping may take while something floods the engine: from here on the window would call it silent. */
const answerWithinMs = 2_000
const floodMs = 8_000

beforeAll(async () => {
  entry = await bundleEntry('electron/engine/stdio-entry.ts')
  engine = await startRealEngine(entry)
  await start('home')
})
afterAll(async () => {
  await engine.dispose()
  await rm(entry.folder, { recursive: true, force: true })
})

function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 60_000, interval: 20 })
}
async function start(id: string): Promise<string> {
  const { key } = await engine.client.call('containers.createSample', { id })
  await engine.client.call('containers.start', { key })
  return key
}
function open(id: string, request: Partial<ProcessRequest>): Promise<TerminalSummary> {
  return engine.client.call('terminals.open', openArguments(engine.runcRoot, id, request))
}
const sh = (script: string): string[] => ['/bin/sh', '-c', script]
function view({ id }: TerminalSummary): Viewer {
  return viewTerminal(engine.client, id)
}
/** The longest that a ping takes until `isOver`. */
async function slowestPing(isOver: () => boolean): Promise<number> {
  let slowest = 0
  while (!isOver()) {
    const at = performance.now()
    await engine.client.call('engine.ping', {})
    slowest = Math.max(slowest, performance.now() - at)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return slowest
}

describe('a flood', () => {
  it('of random bytes, watched and unwatched, leaves the engine answering', async () => {
    const watched = await open('home', { args: ['/bin/cat', '/dev/urandom'] })
    const alone = await open('home', { args: ['/bin/cat', '/dev/urandom'] })
    const viewer = view(watched)
    const until = performance.now() + floodMs
    const slowest = await slowestPing(() => performance.now() > until)
    expect(slowest).toBeLessThan(answerWithinMs)
    expect(viewer.bytes()).toBeGreaterThan(1024 * 1024)
    viewer.type('\u0003')
    await poll(viewer.ended).toMatchObject({ exit: { code: 130, signal: 'SIGINT' } })
    await engine.client.call('terminals.close', { id: alone.id })
  })

  it('in one line of 100 MB goes by, and its end is kept', async () => {
    const script = 'head -c 104857600 /dev/zero | tr "\\0" x; echo END'
    const session = await open('home', { args: sh(script) })
    const viewer = view(session)
    const slowest = await slowestPing(() => viewer.ended() !== null)
    expect(slowest).toBeLessThan(answerWithinMs)
    expect(viewer.bytes()).toBe(104_857_600 + 'END\r\n'.length)
    const late = view(session)
    await poll(late.ended).toMatchObject({ exit: { code: 0 } })
    expect(late.text().endsWith('xEND\r\n')).toBe(true)
    // What is kept at rest, and what may wait for it.
    expect(late.bytes()).toBeLessThan(10 * 1024 * 1024)
  })
})

describe('what is sent to it', () => {
  it('may be a storm of sizes; the last one holds', async () => {
    const session = await open('home', {})
    const viewer = view(session)
    // A shell that is still starting may throw away what was typed until then.
    await poll(viewer.text).toContain('# ')
    for (let count = 0; count < 2000; count += 1) {
      viewer.stream.send({ type: 'resize', columns: 20 + (count % 200), rows: 5 + (count % 50) })
    }
    viewer.stream.send({ type: 'resize', columns: 123, rows: 45 })
    viewer.type('stty size\n')
    await poll(viewer.text).toContain('45 123')
    await engine.client.call('terminals.close', { id: session.id })
  })

  it('may be 10 MB at once, and all of it arrives', async () => {
    const length = 10 * 1024 * 1024
    const session = await open('home', {
      tty: true,
      args: sh(`stty raw -echo; echo go; head -c ${length} | tr -d "\\n" | tail -c 3; echo; echo over`),
    })
    const viewer = view(session)
    await poll(viewer.text).toContain('go')
    const line = `${'p'.repeat(1022)}\n`
    const paste = line.repeat(Math.ceil(length / line.length)).slice(0, length - 3) + 'end'
    // In frames with a breath between them, as the page sends it: what is behind them on the wire has to wait.
    const send = async (): Promise<void> => {
      for (let at = 0; at < paste.length; at += 65_536) {
        viewer.type(paste.slice(at, at + 65_536))
        await new Promise((resolve) => setTimeout(resolve, 4))
      }
    }
    const [slowest] = await Promise.all([slowestPing(() => viewer.text().includes('over')), send()])
    expect(slowest).toBeLessThan(answerWithinMs)
    expect(viewer.text()).toContain('end')
  })

  it('may be for a shell that is not there', async () => {
    const viewer = view(await open('home', { args: ['/bin/no-such-shell'] }))
    await poll(viewer.ended).toMatchObject({
      exit: { error: { code: 'ExecFailed', message: expect.stringContaining('no-such-shell') } },
    })
  })
})

describe('a container', () => {
  it('that is killed takes its sessions along, and they say so', async () => {
    const key = await start('mortal')
    const sessions = [
      await open('mortal', {}),
      await open('mortal', { tty: false, args: ['/bin/sleep', '600'] }),
      await open('mortal', { persistent: true }),
      await engine.client.call('terminals.attach', { key }),
    ]
    const viewers = sessions.map(view)
    await engine.client.call('containers.kill', { key, signal: 'KILL' })
    for (const viewer of viewers) await poll(viewer.ended).not.toBeNull()
    const reasons = viewers.map((viewer) => viewer.ended()?.exit?.reason ?? null)
    expect(reasons.slice(0, 3)).toEqual(Array(3).fill(expect.stringContaining('and this program with it')))
    expect(viewers[3]?.ended()).toMatchObject({ exit: { code: 137, signal: 'SIGKILL' } })
    const [first] = sessions
    const again = { id: first?.id ?? '', columns: 80, rows: 24 }
    await expect(engine.client.call('terminals.runAgain', again)).rejects.toMatchObject({ code: 'Stopped' })
  })

  it('that is paused says why nothing answers, and takes what was typed when it goes on', async () => {
    const key = await start('sleepy')
    const session = await open('sleepy', {})
    const viewer = view(session)
    await poll(viewer.text).not.toBe('')
    await engine.client.call('containers.pause', { key })
    const noticeOf = async (): Promise<string | null | undefined> =>
      (await engine.client.call('terminals.list', {})).find(({ id }) => id === session.id)?.notice
    await expect.poll(noticeOf, { timeout: 10_000 }).toContain('paused')
    viewer.type('echo kept-$((1+1))\n')
    await engine.client.call('containers.resume', { key })
    await poll(viewer.text).toContain('kept-2')
    await expect.poll(noticeOf, { timeout: 10_000 }).toBeNull()
  })

  it('that is gone altogether leaves its sessions with a reason', async () => {
    const key = await start('gone')
    const viewer = view(await open('gone', {}))
    await poll(viewer.text).not.toBe('')
    execFileSync('runc', ['--root', engine.runcRoot, 'delete', '--force', 'gone'])
    await poll(viewer.ended).toMatchObject({ exit: { reason: expect.stringContaining('with it') } })
    await expect(engine.client.call('terminals.options', { key })).rejects.toMatchObject({ code: 'NotFound' })
  })
})
