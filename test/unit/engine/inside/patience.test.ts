import { expect, it } from 'vitest'
import { createPatience } from '../../../../electron/engine/inside/patience.ts'

it('what does not answer is given up, and not asked again before it has answered', async () => {
  const patience = createPatience()
  let answer: () => void = () => {}
  const hanging = () => new Promise<void>((resolve) => (answer = resolve))
  await expect(patience.run('a', 5, hanging)).rejects.toMatchObject({ code: 'Timeout' })
  let asked = 0
  const quick = () => Promise.resolve((asked += 1))
  await expect(patience.run('a', 1000, quick)).rejects.toMatchObject({ code: 'Timeout' })
  expect(asked).toBe(0)
  expect(await patience.run('b', 1000, quick)).toBe(1)
  // With a second one the engine keeps its last threads for everything else.
  await expect(patience.run('b', 5, () => new Promise(() => {}))).rejects.toMatchObject({ code: 'Timeout' })
  await expect(patience.run('c', 1000, quick)).rejects.toMatchObject({
    message: expect.stringContaining('other containers'),
  })
  answer()
  await expect.poll(() => patience.run('a', 1000, quick)).toBe(2)
})

it('long work is waited for until it has begun, then step by step', async () => {
  const patience = createPatience()
  let free: () => void = () => {}
  const hanging = new Promise<void>((resolve) => (free = resolve))
  let isLetGo = false
  const stalled = patience.run('a', 1000, async ({ opened, step, signal }) => {
    opened()
    await step(Promise.resolve())
    try {
      await step(hanging, 5)
      return signal.aborted
    } finally {
      isLetGo = true
    }
  })
  // Told though nothing of it has ended, and so nothing could be closed.
  await expect(stalled).rejects.toMatchObject({ code: 'Timeout' })
  expect(isLetGo).toBe(false)
  await expect(patience.run('a', 1000, async () => 1)).rejects.toMatchObject({ code: 'Timeout' })
  free()
  await expect.poll(() => patience.run('a', 1000, async () => 1)).toBe(1)
  expect(isLetGo).toBe(true)
})

it('long work that is given up before it has begun does not begin later', async () => {
  const patience = createPatience()
  let answer: () => void = () => {}
  let hasBegun = false
  const late = patience.run('a', 5, async ({ opened }) => {
    await new Promise<void>((resolve) => (answer = resolve))
    opened()
    hasBegun = true
  })
  await expect(late).rejects.toMatchObject({ code: 'Timeout' })
  answer()
  await expect.poll(() => patience.run('a', 1000, async () => hasBegun)).toBe(false)
})

it('a wait of long work that has begun takes no turn from others', async () => {
  const patience = createPatience()
  const ends: (() => void)[] = []
  const all = Array.from({ length: 10 }, () =>
    patience.run('a', 1000, async ({ opened }) => {
      opened()
      await new Promise<void>((resolve) => ends.push(resolve))
    }),
  )
  await expect.poll(() => ends.length).toBe(10)
  for (const end of ends) end()
  await Promise.all(all)
})

it('of one container no more than two looks hang at a time; the others learn from them', async () => {
  const patience = createPatience()
  let begun = 0
  const all = Array.from({ length: 6 }, () =>
    patience.run('a', 5, () => {
      begun += 1
      return new Promise(() => {})
    }),
  )
  expect(await patience.run('b', 1000, () => Promise.resolve(1))).toBe(1)
  for (const { status } of await Promise.allSettled(all)) expect(status).toBe('rejected')
  expect(begun).toBe(2)
})
