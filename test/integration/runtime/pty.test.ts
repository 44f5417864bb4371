// A pseudo terminal, and the fifo by which the output of a program passes it.
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Channel } from '../../../electron/runtime/channel.ts'
import { openPty } from '../../../electron/runtime/pty.ts'

const directory = mkdtempSync(join(tmpdir(), 'rt-pty-'))
afterAll(() => rmSync(directory, { recursive: true }))

let fifos = 0

function openWith(script: string, withFifo: boolean): Promise<Channel> {
  fifos += 1
  return openPty({
    file: '/bin/sh',
    args: ['-c', script],
    environment: { PATH: process.env['PATH'] ?? '' },
    workingDirectory: '/',
    columns: 80,
    rows: 24,
    fifo: withFifo ? join(directory, String(fifos)) : undefined,
  })
}

async function allOf(channel: Channel): Promise<{ text: string; exitCode: number }> {
  const pieces: Uint8Array[] = []
  channel.onData((bytes) => pieces.push(bytes))
  const { exitCode } = await new Promise<{ exitCode: number }>((resolve) => channel.onExit(resolve))
  return { text: Buffer.concat(pieces).toString('latin1'), exitCode }
}

test('output is the same through a fifo as through the terminal, to the last byte, with the exit code', async () => {
  const script =
    'i=0; while [ $i -lt 3000 ]; do printf "line %s \\033[1m\\377\\n" $i; i=$((i+1)); done; printf end; exit 7'
  const plain = await allOf(await openWith(script, false))
  expect(plain.exitCode).toBe(7)
  expect(plain.text.endsWith('line 2999 \u001b[1m\u00ff\r\nend')).toBe(true)
  expect(await allOf(await openWith(script, true))).toEqual(plain)
})

test('what goes past the fifo is heard too: errors, and of a program that writes nothing', async () => {
  expect(await allOf(await openWith('echo trouble >&2; exit 3', true))).toEqual({
    text: 'trouble\r\n',
    exitCode: 3,
  })
  expect(await allOf(await openWith('test -t 0 && test -t 2 && ! test -t 1', true))).toMatchObject({
    exitCode: 0,
  })
})

test('a program that is killed before it has opened the fifo has ended', async () => {
  for (let round = 0; round < 20; round += 1) {
    const channel = await openWith('sleep 600', true)
    process.kill(channel.pid, 'SIGKILL')
    const end = await new Promise<{ signal: number }>((resolve) => channel.onExit(resolve))
    expect(end.signal).toBe(9)
  }
})

test('a reader that has paused gets the rest after the end, and the end after the rest', async () => {
  const channel = await openWith('yes 1234567 | head -c 40000; exec 1>&-; exit 5', true)
  channel.pause()
  let length = 0
  let isEnded = false
  channel.onData((bytes) => (length += bytes.byteLength))
  channel.pause()
  const ended = new Promise<void>((resolve) =>
    channel.onExit(() => {
      isEnded = true
      resolve()
    }),
  )
  await expect.poll(() => existsSync(`/proc/${channel.pid}`)).toBe(false)
  expect(isEnded).toBe(false)
  channel.resume()
  await ended
  expect(length).toBe(45_000)
})

test('without mkfifo the terminal has the output', async () => {
  const path = join(directory, 'none')
  const channel = await openPty({
    file: '/bin/sh',
    args: ['-c', 'echo here; exit 4'],
    environment: { PATH: '/nowhere' },
    workingDirectory: '/',
    columns: 80,
    rows: 24,
    fifo: path,
  })
  expect(await allOf(channel)).toEqual({ text: 'here\r\n', exitCode: 4 })
  expect(existsSync(path)).toBe(false)
})

test('where no terminal is to be had the fifo is closed again', async () => {
  const path = join(directory, 'unused')
  const refused = openPty({
    file: '/bin/sh',
    args: [],
    environment: { PATH: process.env['PATH'] ?? '' },
    workingDirectory: '/',
    columns: 80,
    // node-pty refuses this as it does when the kernel has no terminal left: before there is a program.
    rows: 'many' as unknown as number,
    fifo: path,
  })
  await expect(refused).rejects.toThrow(/rows/)
  expect(existsSync(path)).toBe(true)
  await expect.poll(() => openFiles().filter((file) => file === path)).toEqual([])
})

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`)
    } catch {
      return [] // That of the directory itself is closed by now.
    }
  })
}

test('a resize after the end does nothing', async () => {
  const pty = await openPty({
    file: '/bin/true',
    args: [],
    environment: {},
    workingDirectory: '/',
    columns: 80,
    rows: 24,
  })
  await new Promise<void>((resolve) => pty.onExit(() => resolve()))
  expect(() => pty.resize(100, 30)).not.toThrow()
  expect(() => pty.resize(0, 0)).toThrow(/positive/)
})
