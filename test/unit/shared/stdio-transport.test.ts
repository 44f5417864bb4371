import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createStdioTransport } from '../../../src-shared/stdio-transport.ts'

function pair() {
  const there = new PassThrough()
  const back = new PassThrough()
  const problems: string[] = []
  const here = createStdioTransport<object, unknown>(back, there, (sentence) => problems.push(sentence))
  const other = createStdioTransport<object, unknown>(there, back, (sentence) => problems.push(sentence))
  const got: unknown[] = []
  const closed: string[] = []
  here.listen(
    (frame) => got.push(['here', frame]),
    () => closed.push('here'),
  )
  other.listen(
    (frame) => got.push(['other', frame]),
    () => closed.push('other'),
  )
  return { here, other, there, back, got, closed, problems }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate()
}

it('carries frames both ways and closes on both ends, once', async () => {
  const { here, other, got, closed, problems } = pair()
  here.send({ type: 'call', call: 1 })
  other.send({ type: 'data', stream: 1, bytes: Uint8Array.of(7) })
  await settle()
  here.close()
  await settle()
  other.close()
  here.send({ type: 'late' })
  await settle()
  expect(got).toEqual([
    ['other', { type: 'call', call: 1 }],
    ['here', { type: 'data', stream: 1, bytes: Uint8Array.of(7) }],
  ])
  expect(closed.toSorted()).toEqual(['here', 'other'])
  expect(problems).toEqual([])
})

it('ends with a sentence when the other side says what is no message', async () => {
  const { there, got, closed, problems } = pair()
  there.write('sudo: a password is required\n')
  await settle()
  expect(problems).toEqual([
    expect.stringMatching(/^The other side sent something that is no message: .* above the limit/),
  ])
  expect(closed.toSorted()).toEqual(['here', 'other'])
  there.write('more')
  expect(got).toEqual([])
})

it('ends with a sentence when the other side ends in the middle of a message', async () => {
  const { there, closed, problems } = pair()
  there.end(Uint8Array.of(0, 0, 0, 9, 0))
  await settle()
  expect(problems).toEqual(['The connection ended in the middle of a message.'])
  expect(closed).toContain('other')
})

it('ends quietly when the other side has gone', async () => {
  const { here, back, there, closed, problems } = pair()
  there.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  back.destroy()
  await settle()
  here.send({ type: 'call' })
  expect(closed).toContain('here')
  expect(problems.filter((sentence) => sentence.startsWith('Writing'))).toEqual([])
})
