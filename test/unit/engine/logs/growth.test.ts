import type { FSWatcher } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Growth } from '../../../../electron/engine/logs/growth.ts'

let change: () => void = () => {}
function watchFolder(_path: string, listener: () => void) {
  change = listener
  const watcher = { on: () => watcher, close() {} }
  return watcher as unknown as FSWatcher
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('looks at once after a long rest, and then no more often than while a log grows', async () => {
  const growth = new Growth('/logs/web', new AbortController().signal, watchFolder)
  let looks = 0
  async function wait(): Promise<void> {
    await growth.wait()
    looks += 1
  }
  await vi.advanceTimersByTimeAsync(10_000)
  void wait()
  change()
  await vi.advanceTimersByTimeAsync(0)
  expect(looks).toBe(1)
  void wait()
  change()
  await vi.advanceTimersByTimeAsync(25)
  expect(looks).toBe(1)
  await vi.advanceTimersByTimeAsync(10)
  expect(looks).toBe(2)
})
