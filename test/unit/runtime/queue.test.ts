// Who runs when: one at a time per key, a limited number over all, and waiting that can be given up.
import { expect, test } from 'vitest'
import { Gate, KeyedQueue } from '../../../electron/runtime/queue.ts'
import { waitUntil } from '../../../electron/runtime/wait.ts'

/** Operations that end when they are told to, and a record of how many ran at once. */
function track(): {
  run: (name: string) => () => Promise<string>
  end: (name: string) => void
  log: string[]
} {
  const ends = new Map<string, () => void>()
  const log: string[] = []
  return {
    log,
    run: (name) => async () => {
      log.push(`begin ${name}`)
      await new Promise<void>((resolve) => ends.set(name, resolve))
      log.push(`end ${name}`)
      return name
    },
    end: (name) => ends.get(name)?.(),
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('one key, one operation, in order; another key does not wait', async () => {
  const queue = new KeyedQueue()
  const { run, end, log } = track()
  const all = [
    queue.run('a', undefined, run('a1')),
    queue.run('a', undefined, run('a2')),
    queue.run('b', undefined, run('b1')),
  ]
  await turn()
  expect(log).toEqual(['begin a1', 'begin b1'])
  end('a1')
  await turn()
  expect(log).toEqual(['begin a1', 'begin b1', 'end a1', 'begin a2'])
  end('a2')
  end('b1')
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1'])
})

test('a failure lets the next one in', async () => {
  const queue = new KeyedQueue()
  const failed = queue.run('a', undefined, () => Promise.reject(new Error('no')))
  const next = queue.run('a', undefined, () => Promise.resolve('yes'))
  expect(await Promise.allSettled([failed, next])).toMatchObject([{ status: 'rejected' }, { value: 'yes' }])
})

test('a gate lets in as many as it is wide', async () => {
  const gate = new Gate(2)
  const { run, end, log } = track()
  const all = ['1', '2', '3', '4'].map((name) => gate.run(undefined, run(name)))
  await turn()
  expect(log).toEqual(['begin 1', 'begin 2'])
  end('2')
  await turn()
  expect(log).toEqual(['begin 1', 'begin 2', 'end 2', 'begin 3'])
  for (const name of ['1', '3']) end(name)
  await turn()
  end('4')
  expect(await Promise.all(all)).toEqual(['1', '2', '3', '4'])
  expect(gate.isIdle).toBe(true)
})

test('what waits can be given up, and leaves no gap', async () => {
  const gate = new Gate(1)
  const { run, end, log } = track()
  const abort = new AbortController()
  const first = gate.run(undefined, run('first'))
  const second = gate.run(abort.signal, run('second'))
  const third = gate.run(undefined, run('third'))
  await turn()
  abort.abort()
  await expect(second).rejects.toMatchObject({ code: 'Cancelled' })
  end('first')
  await turn()
  end('third')
  expect(await Promise.all([first, third])).toEqual(['first', 'third'])
  expect(log).not.toContain('begin second')
  await expect(gate.run(AbortSignal.abort(), run('late'))).rejects.toMatchObject({ code: 'Cancelled' })
  expect(gate.isIdle).toBe(true)
})

test('waiting ends when it is so, when the time is over, or when nobody waits any more', async () => {
  let looks = 0
  expect(await waitUntil(() => (looks += 1) > 3, { timeoutMs: 1000 })).toBe(true)
  expect(await waitUntil(() => false, { timeoutMs: 20 })).toBe(false)
  const abort = new AbortController()
  const waiting = waitUntil(() => false, { timeoutMs: null, signals: [undefined, abort.signal] })
  abort.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'Cancelled' })
  const failing = waitUntil(
    () => {
      if (looks > 3) throw new Error('gone')
      return false
    },
    { timeoutMs: null },
  )
  await expect(failing).rejects.toThrow('gone')
})
