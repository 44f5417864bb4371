import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { repeatWhileVisible } from '../../../../renderer/ui/while-visible.ts'

class FakeDocument extends EventTarget {
  visibilityState = 'visible'

  become(state: 'visible' | 'hidden'): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

let page: FakeDocument
beforeEach(() => {
  page = new FakeDocument()
  vi.stubGlobal('document', page)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('works at once and again, rests while nobody sees it, and ends when it is told to', async () => {
  let count = 0
  const stop = repeatWhileVisible(() => {
    count += 1
    return Promise.resolve()
  }, 1000)
  await vi.advanceTimersByTimeAsync(2500)
  expect(count).toBe(3)
  page.become('hidden')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(count).toBe(3)
  page.become('visible')
  await vi.advanceTimersByTimeAsync(0)
  expect(count).toBe(4)
  stop()
  page.become('visible')
  await vi.advanceTimersByTimeAsync(5000)
  expect(count).toBe(4)
})

test('what is slow is asked for less often, and never twice at a time', async () => {
  let running = 0
  let most = 0
  let count = 0
  const stop = repeatWhileVisible(async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    running -= 1
    count += 1
  }, 1000)
  page.become('visible')
  page.become('visible')
  await vi.advanceTimersByTimeAsync(20_000)
  stop()
  expect(most).toBe(1)
  expect(count).toBe(2)
})
