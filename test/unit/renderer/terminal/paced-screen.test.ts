import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { paceScreen } from '../../../../renderer/features/terminal/paced-screen.ts'

const kilobyte = 1024
let written: string[]
let isHidden: boolean

function make() {
  const screen = paceScreen(
    {
      write(bytes, done) {
        written.push(
          bytes.byteLength > 8 ? String(bytes.byteLength / kilobyte) : Buffer.from(bytes).toString(),
        )
        done?.()
      },
    },
    () => isHidden,
  )
  return {
    flood: (kilobytes: number) => screen.write(new Uint8Array(kilobytes * kilobyte)),
    text: (text: string, done?: () => void) => screen.write(Buffer.from(text), done),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.advanceTimersByTime(1000)
  written = []
  isHidden = false
})
afterEach(() => {
  vi.useRealTimers()
})

it('draws at once what comes after a quiet moment, and a little after it', () => {
  const { text } = make()
  text('a')
  text('b')
  expect(written).toEqual(['a', 'b'])
})

it('gathers a flood, keeps its order, and says when each piece is dealt with', () => {
  const { flood, text } = make()
  const done = vi.fn()
  flood(64)
  flood(16)
  text('x', done)
  flood(16)
  expect(written).toEqual(['64'])
  expect(done).not.toHaveBeenCalled()
  vi.advanceTimersByTime(40)
  expect(written).toEqual(['64', '16', 'x', '16'])
  expect(done).toHaveBeenCalledOnce()
  // What came in that picture was much again: the next one waits.
  flood(1)
  expect(written).toHaveLength(4)
  vi.advanceTimersByTime(40)
  vi.advanceTimersByTime(40)
  text('calm')
  expect(written.slice(4)).toEqual(['1', 'calm'])
})

it('holds nothing back where nothing is drawn', () => {
  const { flood } = make()
  isHidden = true
  flood(64)
  flood(64)
  expect(written).toEqual(['64', '64'])
})
