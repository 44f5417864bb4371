// What every engine owes every client, whichever transport lies between them. Run over the port and over stdio.
import { openArguments } from '../../fixtures/terminals.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngineClient, type EngineClient } from '../../../src-shared/client.ts'
import { calls, type CallName } from '../../../src-shared/contract.ts'
import { credit } from '../../../src-shared/credit.ts'
import type { ClientFrame, EngineFrame, Transport } from '../../../src-shared/frames.ts'
import type { ContainerPatch } from '../../../src-shared/model.ts'
import { badArguments } from './bad-arguments.ts'

export interface Connected {
  transport: Transport<ClientFrame, EngineFrame>
  disconnect(): Promise<void>
}

/** A container of this name runs, and one called `slow` is created, whose verbs take for ever. */
const container = 'web'
const huge = 'x'.repeat(10 * 1024 * 1024)

/** Generous: other programs want these processors too. */
function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 15_000, interval: 10 })
}

export function describeContract(name: string, connect: () => Promise<Connected>): void {
  describe(`the contract over ${name}`, { timeout: 30_000 }, () => {
    let connected: Connected
    let client: EngineClient
    /** Everything that came from the engine, as frames. */
    let received: EngineFrame[]

    beforeEach(async () => {
      connected = await connect()
      received = []
      const { transport } = connected
      client = createEngineClient({
        ...transport,
        listen: (onFrame, onClose) =>
          transport.listen((frame) => {
            received.push(frame)
            onFrame(frame)
          }, onClose),
      })
    })
    afterEach(async () => {
      client.close()
      await connected.disconnect()
    })

    function send(frame: unknown): void {
      connected.transport.send(frame as ClientFrame)
    }
    /** Resolves when the engine has dealt with all that was sent before. */
    async function dealtWith(): Promise<void> {
      await client.call('engine.ping', {})
    }
    function answers(call: number): EngineFrame[] {
      return received.filter((frame) => frame.type === 'answer' && frame.call === call)
    }
    function ends(stream: number): EngineFrame[] {
      return received.filter((frame) => frame.type === 'end' && frame.stream === stream)
    }
    function bytesOf(stream: number): number {
      return received.reduce(
        (sum, frame) =>
          frame.type === 'data' && frame.stream === stream ? sum + frame.bytes.byteLength : sum,
        0,
      )
    }
    async function failureOf(call: string, args: unknown): Promise<Error> {
      return client.call(call as CallName, args as never).then(
        () => new Error(`${call} took ${String(args)}`),
        (error: Error) => error,
      )
    }
    async function openTerminal(): Promise<string> {
      return (await client.call('terminals.open', openArguments('/run/memory', container, { args: ['sh'] })))
        .id
    }

    it('answers calls', async () => {
      expect(await client.call('engine.ping', {})).toEqual({})
      const { containers, problem } = await client.call('containers.snapshot', {})
      expect({ ids: containers.map((each) => each.id), problem }).toEqual({
        ids: [container, 'slow'],
        problem: null,
      })
    })

    it('tells everybody of changes, each patch following the last', async () => {
      const patches: ContainerPatch[] = []
      client.on('containers.changed', (patch) => patches.push(patch))
      const before = await client.call('containers.snapshot', {})
      // A quiet moment, after which a change goes out at once.
      await delay(60)
      await client.call('containers.pause', { key: `/run/memory/${container}` })
      await poll(() => patches.at(-1)?.upserted[0]).toMatchObject({ status: 'paused', operation: null })
      expect(patches[0]).toMatchObject({ fromVersion: before.version, upserted: [{ operation: 'pausing' }] })
      for (const [index, patch] of patches.entries()) {
        expect(patch.fromVersion).toBe(patches[index - 1]?.version ?? before.version)
      }
    })

    it('refuses in the words of the runtime, with code and detail', async () => {
      await expect(
        client.call('containers.start', { key: `/run/memory/${container}` }),
      ).rejects.toMatchObject({
        code: 'Running',
        message: 'It is running.',
      })
      await expect(client.call('containers.start', { key: '/run/memory/vanished' })).rejects.toMatchObject({
        code: 'NotFound',
        message: 'There is no container “vanished”.',
      })
    })

    it('knows only its own calls', async () => {
      for (const unknown of ['', 'no.such', 'constructor', '__proto__', 'toString', huge]) {
        const failure = await failureOf(unknown, {})
        expect(failure).toMatchObject({ code: 'UnknownCall' })
        expect(failure.message.length).toBeLessThan(100)
      }
    })

    it('refuses every wrong argument of every call', async () => {
      for (const call of Object.keys(calls) as CallName[]) {
        for (const args of badArguments(call)) {
          const failure = await failureOf(call, args)
          expect(failure).toMatchObject({ code: 'BadArgument', detail: { path: expect.any(String) } })
          expect(failure.message).toMatch(new RegExp(`^${call} does not take this`))
          expect(failure.message.length).toBeLessThan(800)
        }
      }
    })

    it('is not impressed by an id of 10 MB', async () => {
      for (const [call, path] of [
        ['containers.start', 'key'],
        ['containers.createSample', 'id'],
        ['terminals.close', 'id'],
      ] as const) {
        const failure = await failureOf(call, { [path]: huge })
        expect(failure).toMatchObject({ code: 'BadArgument', detail: { path } })
        expect(failure.message.length).toBeLessThan(200)
      }
    })

    it('cancels a call when asked', async () => {
      const abort = new AbortController()
      const call = client.call('containers.start', { key: '/run/memory/slow' }, { signal: abort.signal })
      await dealtWith()
      abort.abort()
      await expect(call).rejects.toMatchObject({ code: 'Cancelled' })
    })

    it('outlives garbage', async () => {
      const terminal = await openTerminal()
      send({ type: 'open', stream: 70, name: 'terminal', args: { id: terminal } })
      const garbage = [
        {},
        { type: 'nonsense' },
        { type: null },
        { type: 'call' },
        { type: 'call', call: '1', name: 'engine.ping', args: {} },
        { type: 'call', call: -1, name: 'engine.ping', args: {} },
        { type: 'call', call: 1.5, name: 'engine.ping', args: {} },
        { type: 'call', call: Number.MAX_VALUE, name: 'engine.ping', args: {} },
        { type: 'cancel', call: 12_345 },
        { type: 'cancel', call: {} },
        { type: 'open', stream: [], name: 'terminal', args: {} },
        { type: 'open', stream: 70, name: 'terminal', args: { id: terminal } },
        { type: 'send', stream: 99, data: { type: 'input', bytes: new Uint8Array(1) } },
        { type: 'acknowledge', stream: 99, bytes: 5 },
        { type: 'acknowledge', stream: 70, bytes: -5 },
        { type: 'acknowledge', stream: 70, bytes: 1e15 },
        { type: 'acknowledge', stream: 70, bytes: 'all' },
        { type: 'close', stream: 99 },
        { type: 'close', stream: huge },
      ]
      for (const frame of garbage) send(frame)
      await dealtWith()
      expect(received.filter((frame) => frame.type === 'end')).toEqual([])
      // A readable number gets its answer, whatever else is wrong.
      send({ type: 'call', call: 5000, name: 7, args: {} })
      send({ type: 'open', stream: 5001, name: null, args: {} })
      await dealtWith()
      expect(answers(5000)).toMatchObject([{ ok: false, error: { code: 'UnknownCall' } }])
      expect(ends(5001)).toMatchObject([{ ok: false, error: { code: 'UnknownCall' } }])
    })

    it('answers a number that is used twice at once only once', async () => {
      send({ type: 'call', call: 900, name: 'containers.start', args: { key: '/run/memory/slow' } })
      send({ type: 'call', call: 900, name: 'engine.ping', args: {} })
      await dealtWith()
      expect(answers(900)).toEqual([])
      send({ type: 'cancel', call: 900 })
      await poll(() => answers(900)).toMatchObject([{ ok: false, error: { code: 'Cancelled' } }])
      send({ type: 'call', call: 900, name: 'engine.ping', args: {} })
      await dealtWith()
      expect(answers(900)).toHaveLength(2)
    })

    it('refuses a flood of calls instead of keeping it', async () => {
      for (let call = 10_000; call < 11_001; call += 1) {
        send({ type: 'call', call, name: 'containers.start', args: { key: '/run/memory/slow' } })
      }
      await poll(() => answers(11_000)).toMatchObject([{ ok: false, error: { code: 'BadArgument' } }])
      for (let call = 10_000; call < 11_000; call += 1) send({ type: 'cancel', call })
      await poll(() => answers(10_999)).toMatchObject([{ ok: false, error: { code: 'Cancelled' } }])
    })

    it('carries a terminal: input, size, output and its end', async () => {
      const terminal = await openTerminal()
      const output: Uint8Array[] = []
      const ended = new Promise<unknown>((resolve) => {
        const stream = client.open(
          'terminal',
          { id: terminal },
          {
            onData: (bytes, consumed) => {
              output.push(bytes)
              consumed()
            },
            onEnd: resolve,
          },
        )
        stream.send({ type: 'resize', columns: 100, rows: 30 })
        stream.send({ type: 'input', bytes: Uint8Array.of(0, 255, 13, 10) })
        stream.send({ type: 'input', bytes: new TextEncoder().encode('exit') })
      })
      expect(await ended).toMatchObject({
        ok: true,
        value: { id: terminal, args: ['sh'], exit: { code: 7 } },
      })
      expect(Buffer.concat(output)).toEqual(Buffer.of(0, 255, 13, 10))
    })

    it('sends no more of a stream than there is credit for', async () => {
      const terminal = await openTerminal()
      send({ type: 'open', stream: 800, name: 'terminal', args: { id: terminal } })
      const chunk = new Uint8Array(credit.highWaterBytes / 2)
      for (let sent = 0; sent < 3; sent += 1) {
        send({ type: 'send', stream: 800, data: { type: 'input', bytes: chunk } })
      }
      await poll(() => bytesOf(800)).toBe(credit.highWaterBytes)
      await dealtWith()
      send({ type: 'acknowledge', stream: 800, bytes: credit.highWaterBytes + 1 })
      await dealtWith()
      expect(bytesOf(800)).toBe(credit.highWaterBytes)
      send({ type: 'acknowledge', stream: 800, bytes: credit.highWaterBytes })
      await poll(() => bytesOf(800)).toBe(3 * chunk.byteLength)
    })

    it('sends nothing of a stream after it was closed', async () => {
      const terminal = await openTerminal()
      send({ type: 'open', stream: 801, name: 'terminal', args: { id: terminal } })
      send({ type: 'send', stream: 801, data: { type: 'input', bytes: new Uint8Array(5) } })
      send({ type: 'close', stream: 801 })
      send({ type: 'send', stream: 801, data: { type: 'input', bytes: new Uint8Array(7) } })
      await client.call('terminals.close', { id: terminal })
      expect({ bytes: bytesOf(801), ends: ends(801) }).toEqual({ bytes: 5, ends: [] })
    })

    it('ends a stream that is asked for nonsense', async () => {
      const terminal = await openTerminal()
      send({ type: 'open', stream: 1000, name: 'terminal', args: { id: 'no-such' } })
      send({ type: 'open', stream: 1001, name: 'terminal', args: { id: 5 } })
      send({ type: 'open', stream: 1002, name: 'terminal', args: null })
      send({ type: 'open', stream: 1003, name: 'logs', args: {} })
      send({ type: 'open', stream: 1004, name: '__proto__', args: {} })
      const inputs = [
        null,
        {},
        { type: 'input', bytes: 'text' },
        { type: 'resize', columns: 0, rows: 1e9 },
        huge,
      ]
      for (const [index, data] of inputs.entries()) {
        send({ type: 'open', stream: 1010 + index, name: 'terminal', args: { id: terminal } })
        send({ type: 'send', stream: 1010 + index, data })
      }
      await dealtWith()
      const codes = received.flatMap((frame) =>
        frame.type === 'end' && !frame.ok ? [[frame.stream, frame.error.code]] : [],
      )
      expect(Object.fromEntries(codes)).toEqual({
        1000: 'NotFound',
        1001: 'BadArgument',
        1002: 'BadArgument',
        1003: 'UnknownCall',
        1004: 'UnknownCall',
        ...Object.fromEntries(inputs.map((_, index) => [1010 + index, 'BadArgument'])),
      })
    })
  })
}
