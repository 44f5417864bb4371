import headless from '@xterm/headless'
import { SerializeAddon } from '@xterm/addon-serialize'
import { describe, expect, it } from 'vitest'
import { createHistory, type History } from '../../../../electron/engine/terminals/history.ts'

const kept = 1.5 * 1024 * 1024
const block = 64 * 1024
const size = { columns: 80, rows: 24 }

function textOf(history: History, from: number): string {
  const parts: Uint8Array[] = []
  for (let position = from; position < history.end;) {
    const { bytes, next } = history.read(position, 10_000)
    parts.push(bytes)
    position = next
  }
  return Buffer.concat(parts).toString('latin1')
}

describe('a history', () => {
  it('gives back what it was given, whatever the pieces', () => {
    const history = createHistory(size)
    let said = ''
    for (let piece = 0; said.length < block * 3; piece += 1) {
      const text = 'x'.repeat(piece % 5000) + piece
      said += text
      history.append(Buffer.from(text), 'stdout')
    }
    expect(history.beginning()).toEqual({ position: 0, screen: null, size })
    expect(textOf(history, 0) === said).toBe(true)
  })

  it('is taken over: neither side sees the other change its bytes', () => {
    const history = createHistory(size)
    const given = Buffer.from('abc')
    history.append(given, 'stdout')
    given[0] = 0
    const read = history.read(0, 3).bytes
    read[1] = 0
    expect(textOf(history, 0)).toBe('abc')
  })

  it('knows which output each byte is of, and never mixes them in one piece', () => {
    const history = createHistory(null)
    history.append(Buffer.from('out'), 'stdout')
    history.append(Buffer.from('err'), 'stderr')
    history.append(Buffer.from('more'), 'stderr')
    history.append(Buffer.from('end'), 'stdout')
    const pieces: string[] = []
    for (let position = 0; position < history.end;) {
      const { bytes, next, output } = history.read(position, 100)
      pieces.push(`${output} ${Buffer.from(bytes).toString()}`)
      position = next
    }
    expect(pieces).toEqual(['stdout out', 'stderr errmore', 'stdout end'])
  })

  it('without a terminal forgets whole lines at the front, and keeps no more than it should', () => {
    const history = createHistory(null)
    for (let line = 0; line < 100_000; line += 1)
      history.append(Buffer.from(`line ${line} ${'x'.repeat(40)}\n`), 'stdout')
    const { position, screen } = history.beginning()
    expect(screen).toBeNull()
    expect(history.end - position).toBeLessThanOrEqual(kept)
    expect(history.end - position).toBeGreaterThan(kept - 2 * block)
    expect(textOf(history, position)).toMatch(/^line \d+ x/)
  })

  it('takes one chunk that is larger than all it keeps', () => {
    const history = createHistory(null)
    history.append(Buffer.alloc(10 * 1024 * 1024, 'a'), 'stdout')
    expect(history.end - history.start).toBeLessThanOrEqual(kept)
    expect(textOf(history, history.start)).toMatch(/^a+$/)
  })
})

/** Everything that can be seen of a terminal: both screens with colours, the cursor, and how it answers. */
async function seen(pieces: (Uint8Array | { columns: number; rows: number })[], at = size): Promise<string> {
  const terminal = new headless.Terminal({
    cols: at.columns,
    rows: at.rows,
    scrollback: 0,
    allowProposedApi: true,
  })
  const addon = new SerializeAddon()
  terminal.loadAddon(addon)
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) await new Promise<void>((resolve) => terminal.write(piece, resolve))
    else terminal.resize(piece.columns, piece.rows)
  }
  // What follows shows the modes too: the region, the character set, the origin and where the cursor is.
  const probe = Buffer.from('here\n\n\u001bMabc q\u001b[?6h')
  await new Promise<void>((resolve) => terminal.write(probe, resolve))
  const { active } = terminal.buffer
  const modes = JSON.stringify(terminal.modes)
  const picture = `${addon.serialize()} ${active.type} ${active.cursorX},${active.cursorY} ${modes}`
  terminal.dispose()
  return picture
}

/** Appends as a program would, letting what falls out be parsed. */
async function say(history: History, text: string): Promise<void> {
  history.append(Buffer.from(text), 'stdout')
  await new Promise<void>((resolve) => setImmediate(resolve))
}
/** Until all that is to be forgotten has been. */
async function settled(history: History): Promise<void> {
  await expect.poll(() => history.end - history.start, { timeout: 10_000 }).toBeLessThanOrEqual(kept)
}

describe('a terminal’s history that is full', () => {
  it.each([
    [
      'an editor that was opened long ago and has drawn single cells ever since',
      '\u001b[?1049h\u001b[?1006h\u001b[?1002h\u001b[?25l\u001b[2J\u001b[1;1H\u001b[44mTITLE BAR\u001b[m\u001b[2;23r' +
        '\u001b[10;10Hnever drawn again: äöü 漢字\u001b[24;1Hstatus line',
      (step: number) => `\u001b[${(step % 5) + 3};${(step % 60) + 1}H\u001b[3${step % 8}m${step % 10}`,
    ],
    [
      'a monitor on the main screen that redraws half of it',
      'a shell before it\r\n$ top\r\n\u001b[H\u001b[2Jheader that stays\r\n',
      (step: number) => `\u001b[5;1H\u001b[Kprocess ${step}\r\n\u001b[Kcpu ${step % 100}%`,
    ],
    [
      'a shell',
      '\u001b(0lqk\u001b(B\u001b[?2004h',
      (step: number) => `$ command ${step}\r\noutput \u001b[1m${step}\u001b[m\r\n`,
    ],
    ['one line without end', 'start', (step: number) => `${step} `],
    [
      'odd sequences',
      '\u001b]0;a title\u0007\u001b[4 q',
      (step: number) => `\u001b[?7l${step}\u001b[?7h\u001b7\u001b[3;3Hx\u001b8 `,
    ],
  ])('draws %s as if nothing had been forgotten', async (_name, opening, draw) => {
    // The time is that of a program that takes its own, and of a parser that takes none.
    const history = createHistory(size, () => 0)
    const all: string[] = [opening]
    await say(history, opening)
    for (let step = 0, length = 0; length < 2.5 * kept;) {
      let part = ''
      for (; part.length < 8192; step += 1) part += draw(step)
      all.push(part)
      length += part.length
      await say(history, part)
    }
    await settled(history)
    const { position, screen } = history.beginning()
    expect(position).toBeGreaterThan(0)
    const replayed = [screen ?? new Uint8Array(0), Buffer.from(textOf(history, position), 'latin1')]
    expect(await seen(replayed)).toBe(await seen([Buffer.from(all.join(''))]))
    history.dispose()
  })

  it('follows the size', async () => {
    const history = createHistory(size, () => 0)
    const large = { columns: 100, rows: 40 }
    const opening = '\u001b[?1049h\u001b[Hsmall'
    const drawn = '\u001b[40;95Hlarge\u001b[10;1H'
    await say(history, opening)
    history.resized(large.columns, large.rows)
    await say(history, drawn)
    let more = ''
    for (let step = 0; more.length < 2 * kept; step += 1) {
      const part = `\u001b[12;1H${'.'.repeat(90)}${step}`.repeat(50)
      more += part
      await say(history, part)
    }
    await settled(history)
    const { position, screen } = history.beginning()
    const rest = Buffer.from(textOf(history, position), 'latin1')
    const replayed = await seen([screen ?? new Uint8Array(0), rest], large)
    expect(replayed).toBe(await seen([Buffer.from(opening), large, Buffer.from(drawn + more)]))
    history.dispose()
  })

  it('lets a flood go by without reading all of it, and shows its end', async () => {
    const history = createHistory(size)
    let last = ''
    for (let line = 0; history.end < 40 * 1024 * 1024;) {
      let part = ''
      for (; part.length < block; line += 1) part += `${line} ${'flood '.repeat(10)}\r\n`
      last = part
      await say(history, part)
      expect(history.end - history.start).toBeLessThan(8 * kept)
    }
    await settled(history)
    const { position, screen } = history.beginning()
    const rest = Buffer.from(textOf(history, position), 'latin1')
    expect(await seen([screen ?? new Uint8Array(0), rest])).toBe(await seen([Buffer.from(last)]))
    history.dispose()
  })
})
