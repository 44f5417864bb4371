import { beforeEach, describe, expect, test, vi } from 'vitest'
import { EngineError } from '../../../src-shared/client.ts'
import type { BulkOutcome } from '../../../renderer/stores/bulk.ts'
import {
  atOnce,
  dismissBulk,
  goOnWithManaged,
  retryFailed,
  startBulk,
  stopBulk,
  useBulk,
} from '../../../renderer/stores/bulk.ts'
import { bulkReport, bulkSentence } from '../../../renderer/features/containers/bulk-words.ts'

const targets = Array.from({ length: 10 }, (_, index) => ({ key: `/run/runc/c${index}`, name: `c${index}` }))

const done: BulkOutcome = { state: 'done', note: null }

function states(): string {
  return (useBulk.getState().bulk?.entries ?? []).map(({ state }) => state[0]).join('')
}

async function isOver(): Promise<void> {
  await vi.waitUntil(() => useBulk.getState().bulk?.isRunning === false)
}

beforeEach(() => useBulk.setState({ bulk: null }))

describe('several at once, but not all', () => {
  test('each is told of, and the failed ones are tried again alone', async () => {
    let now = 0
    let most = 0
    const asked: string[] = []
    let isBroken = true
    startBulk('stop', targets, async (key) => {
      asked.push(key)
      now += 1
      most = Math.max(most, now)
      await Promise.resolve()
      now -= 1
      if (isBroken && key.endsWith('3'))
        throw new EngineError({ code: 'RuncFailed', message: 'It will not.' })
      return done
    })
    expect(startBulk('start', targets, () => Promise.resolve(done))).toBe(false)
    await isOver()
    expect([states(), most]).toEqual(['dddfdddddd', atOnce])
    const { bulk } = useBulk.getState()
    expect(bulk && bulkSentence(bulk)).toBe('Stopped 9 of 10, 1 failed')
    expect(bulk && bulkReport(bulk)).toContain('c3 (/run/runc/c3): failed\n  It will not.')
    isBroken = false
    asked.length = 0
    retryFailed()
    await isOver()
    expect([asked, states()]).toEqual([['/run/runc/c3'], 'dddddddddd'])
    const again = useBulk.getState().bulk
    expect(again && bulkSentence(again)).toBe('Stopped all 10')
    dismissBulk()
    expect(useBulk.getState().bulk).toBeNull()
  })

  test('what another manager keeps is gone on with only when one says so', async () => {
    const acknowledged: string[] = []
    startBulk('pause', targets.slice(0, 3), (key, isAcknowledged) => {
      if (isAcknowledged) acknowledged.push(key)
      if (!key.endsWith('1') || isAcknowledged) return Promise.resolve(done)
      return Promise.reject(
        new EngineError({
          code: 'ManagedElsewhere',
          message: 'Docker keeps it.',
          detail: { instead: ['docker', 'pause', 'c1'] },
        }),
      )
    })
    await isOver()
    const { bulk } = useBulk.getState()
    expect(bulk && bulkReport(bulk)).toContain('instead: docker pause c1')
    retryFailed()
    expect(states()).toBe('dfd')
    goOnWithManaged()
    await isOver()
    expect([states(), acknowledged]).toEqual(['ddd', ['/run/runc/c1']])
  })

  test('what was so already is neither done nor failed, and is not tried again', async () => {
    const asked: string[] = []
    startBulk('pause', targets.slice(0, 3), (key) => {
      asked.push(key)
      if (key.endsWith('2')) return Promise.reject(new Error('No.'))
      return Promise.resolve(
        key.endsWith('1') ? { state: 'unchanged', note: 'It was paused already.' } : done,
      )
    })
    await isOver()
    const { bulk } = useBulk.getState()
    expect(bulk && bulkSentence(bulk)).toBe('Paused 1 of 3, 1 left as it was, 1 failed')
    expect(bulk && bulkReport(bulk)).toContain('c1 (/run/runc/c1): left as it was\n  It was paused already.')
    asked.length = 0
    retryFailed()
    await isOver()
    expect([asked, states()]).toEqual([['/run/runc/c2'], 'duf'])
  })

  test('it can be stopped, and what was left is gone on with later', async () => {
    startBulk('kill', targets, () => {
      stopBulk()
      return Promise.resolve(done)
    })
    await isOver()
    expect(states()).toBe('dlllllllll')
    retryFailed()
    await isOver()
    expect(states()).toBe('ddllllllll')
  })
})
