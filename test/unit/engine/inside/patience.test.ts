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
