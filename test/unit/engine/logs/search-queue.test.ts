import { expect, it } from 'vitest'
import { StretchQueue } from '../../../../electron/engine/logs/search-queue.ts'

const file = { path: '/log', file: '1', size: 4 }
const stretches = [0, 1, 2, 3].map((from) => ({ file, from, to: from + 1 }))
const scan = { count: 0, matches: [], isCut: false }
const { signal } = new AbortController()

it('hands out no more while what was handed out long before is still out', async () => {
  const queue = new StretchQueue(stretches, 2)
  expect(await queue.take(signal)).toMatchObject({ index: 0 })
  expect(await queue.take(signal)).toMatchObject({ index: 1 })
  let isThere = false
  const third = queue.take(signal).then((taken) => {
    isThere = true
    return taken
  })
  const second = { ...scan, count: 1 }
  expect(queue.settle(1, second)).toEqual([])
  await new Promise(setImmediate)
  expect(isThere).toBe(false)
  expect(queue.settle(0, scan)).toEqual([scan, second])
  expect(await third).toMatchObject({ index: 2 })
  expect(await queue.take(signal)).toMatchObject({ index: 3 })
  expect(await queue.take(signal)).toBeNull()
})

it('lets nobody wait who wants no more', async () => {
  const abort = new AbortController()
  const queue = new StretchQueue(stretches, 1)
  await queue.take(abort.signal)
  const next = queue.take(abort.signal)
  abort.abort()
  await expect(next).rejects.toMatchObject({ name: 'AbortError' })
})
