// Shells in a real container, through the real engine.
import { plainLineEnds } from '../../fixtures/line-ends.ts'
import { openArguments } from '../../fixtures/terminals.ts'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credit } from '../../../src-shared/credit.ts'
import type { StreamHandle } from '../../../src-shared/client.ts'
import type { TerminalSummary } from '../../../src-shared/terminal-model.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

let bundle: { program: string; folder: string }
let engine: RealEngine
const shells = 'shells'

beforeAll(async () => {
  bundle = await bundleEntry('electron/engine/stdio-entry.ts')
  engine = await startRealEngine(bundle)
  await engine.client.call('containers.createSample', { id: shells })
  await engine.client.call('containers.start', { key: engine.keyOf(shells) })
})
afterAll(async () => {
  await engine.dispose()
  await rm(bundle.folder, { recursive: true, force: true })
})

function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 15_000, interval: 10 })
}

/** A terminal as the page has one, that consumes as long as it is told to. */
async function openTerminal(args: string[] | null) {
  const summary = await engine.client.call('terminals.open', openArguments(engine.runcRoot, shells, { args }))
  return { summary, ...watch(summary.id) }
}
function watch(id: string) {
  let bytes = 0
  let text = ''
  let ended: TerminalSummary | null = null
  let isConsuming = true
  const waiting: (() => void)[] = []
  const decoder = new TextDecoder()
  const stream: StreamHandle<'terminal'> = engine.client.open(
    'terminal',
    { id },
    {
      onData(data, consumed) {
        bytes += data.byteLength
        if (text.length < 4 * 1024 * 1024) text += decoder.decode(data, { stream: true })
        if (isConsuming) consumed()
        else waiting.push(consumed)
      },
      onEnd: (result) => {
        ended = result.ok ? result.value : null
      },
    },
  )
  return {
    stream,
    type: (input: string) => stream.send({ type: 'input', bytes: new TextEncoder().encode(input) }),
    text: () => plainLineEnds(text),
    bytes: () => bytes,
    ended: () => ended,
    consume: (should: boolean) => {
      isConsuming = should
      if (should) for (const consumed of waiting.splice(0)) consumed()
    },
  }
}

describe('a terminal', () => {
  it('is a shell with a prompt, colours and a size, and tells its exit code', async () => {
    const { summary, stream, type, text, ended } = await openTerminal(null)
    expect(summary).toMatchObject({ containerKey: engine.keyOf(shells), args: ['/bin/ash'], exit: null })
    await poll(text).toContain('root@shells:~# ')
    type('stty size; echo "$TERM $COLORTERM"\r')
    await poll(text).toContain('24 80\r\nxterm-256color truecolor\r\n')
    stream.send({ type: 'resize', columns: 132, rows: 43 })
    type('stty size\r')
    await poll(text).toContain('43 132\r\n')
    type('exit 42\r')
    await poll(ended).toMatchObject({ id: summary.id, exit: { code: 42, signal: null, error: null } })
    const commands = await engine.client.call('commands.preview', {
      key: engine.keyOf(shells),
      action: 'terminal',
    })
    expect(commands).toEqual([summary.argv])
    await engine.client.call('terminals.close', { id: summary.id })
  })

  it('shows what was said before to whoever comes later, also after its end', async () => {
    const { summary, type, text, ended, stream } = await openTerminal(['/bin/sh'])
    type('echo fir""st\r')
    await poll(text).toContain('first\r\n')
    stream.close()
    const later = watch(summary.id)
    await poll(later.text).toContain('first\r\n')
    later.type('echo sec""ond; exit 3\r')
    await poll(later.ended).toMatchObject({ exit: { code: 3 } })
    const last = watch(summary.id)
    await poll(last.ended).toMatchObject({ exit: { code: 3 } })
    expect(last.text()).toBe(later.text())
    expect(ended()).toBeNull()
    expect(await engine.client.call('terminals.list', {})).toContainEqual(last.ended())
    await engine.client.call('terminals.close', { id: summary.id })
  })

  it('waits for a viewer who is behind, and loses nothing', async () => {
    const megabytes = 8
    const command = `head -c ${megabytes * 1024 * 1024} /dev/zero; echo; echo done`
    const { summary, bytes, text, ended, consume } = await openTerminal(['/bin/sh', '-c', command])
    consume(false)
    await poll(bytes).toBeGreaterThan(200 * 1024)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(bytes()).toBeLessThanOrEqual(credit.highWaterBytes)
    expect(ended()).toBeNull()
    consume(true)
    await poll(ended).toMatchObject({ exit: { code: 0 } })
    expect(bytes()).toBe(megabytes * 1024 * 1024 + '\r\ndone\r\n'.length)
    expect(text().length).toBeGreaterThan(0)
    await engine.client.call('terminals.close', { id: summary.id })
  })

  it('runs on when nobody watches, and then keeps the end', async () => {
    const { summary, stream } = await openTerminal(['/bin/sh', '-c', 'seq 1 400000; echo done; sleep 60'])
    stream.close()
    await new Promise((resolve) => setTimeout(resolve, 500))
    await poll(async () => {
      const { stream: look, text, bytes } = watch(summary.id)
      await new Promise((resolve) => setTimeout(resolve, 300))
      look.close()
      const [first = '', second = ''] = text().slice(0, 100).split('\r\n')
      return {
        isWhole: Number(second) === Number(first) + 1,
        isLast: text().endsWith('\r\n400000\r\ndone\r\n'),
        isLong: bytes() > 1.4 * 1024 * 1024 && bytes() <= 2 * 1024 * 1024,
      }
    }).toEqual({ isWhole: true, isLast: true, isLong: true })
    await engine.client.call('terminals.close', { id: summary.id })
  })

  it('ends with its program’s signal when it is closed', async () => {
    const { summary, ended, text } = await openTerminal(['/bin/sh', '-c', 'echo ready; sleep 60'])
    await poll(text).toContain('ready')
    const begun = performance.now()
    await engine.client.call('terminals.close', { id: summary.id })
    expect(performance.now() - begun).toBeLessThan(3000)
    await poll(ended).toMatchObject({ exit: { code: 129, signal: 'SIGHUP' } })
    expect((await engine.client.call('terminals.list', {})).map(({ id }) => id)).not.toContain(summary.id)
    const late = watch(summary.id)
    await poll(late.ended).toBeNull()
  })

  it('says in a sentence that there is no such program', async () => {
    const { ended } = await openTerminal(['/no/such/program'])
    await poll(ended).toMatchObject({
      exit: { error: { code: 'ExecFailed', message: expect.stringContaining('/no/such/program') } },
    })
  })

  it('ends with its container', async () => {
    await engine.client.call('containers.createSample', { id: 'short-lived' })
    await engine.client.call('containers.start', { key: engine.keyOf('short-lived') })
    const open = openArguments(engine.runcRoot, 'short-lived')
    const { id } = await engine.client.call('terminals.open', open)
    const { ended } = watch(id)
    await engine.client.call('containers.delete', { key: engine.keyOf('short-lived'), force: true })
    await poll(ended).toMatchObject({ id, exit: { finishedAt: expect.any(String) } })
    await expect(engine.client.call('terminals.open', open)).rejects.toMatchObject({ code: 'NotFound' })
  })

  it('is refused where none can be', async () => {
    const { client } = engine
    await client.call('containers.pause', { key: engine.keyOf(shells) })
    const open = client.call('terminals.open', openArguments(engine.runcRoot, shells))
    await expect(open).rejects.toMatchObject({ code: 'Paused', message: 'It is paused.' })
    await client.call('containers.resume', { key: engine.keyOf(shells) })
  })
})
