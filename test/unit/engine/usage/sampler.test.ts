import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ByteChannel } from '../../../../electron/engine/contract/service.ts'
import { createSampler, type Sampled, type Sampler } from '../../../../electron/engine/usage/sampler.ts'
import { unpackUsage, type Usage } from '../../../../src-shared/usage.ts'

let sampler: Sampler
let running: Sampled[]
let cpuSeconds: number
const read = vi.fn(() => ({ cpuSeconds, memoryBytes: 5, memoryLimitBytes: Infinity, processes: 2 }))

beforeEach(() => {
  vi.useFakeTimers()
  read.mockClear()
  cpuSeconds = 10
  running = Array.from({ length: 10 }, (_, index) => ({
    key: `/r/${index + 1}`,
    number: index + 1,
    cgroupPaths: {},
  }))
  sampler = createSampler(() => running, read)
})
afterEach(() => {
  sampler.dispose()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

function view() {
  const ticks: Usage[][] = []
  const channel: ByteChannel<'usage'> & { outstanding: number } = {
    outstanding: 0,
    send: (bytes) => ticks.push(unpackUsage(bytes)),
    end() {},
    fail() {},
  }
  return { ticks, channel, endpoint: sampler.attach(channel) }
}
const numbers = (rows: readonly Usage[] | undefined) => (rows ?? []).map(({ number }) => number)

describe('the sampler', () => {
  it('reads nothing and keeps no timer while nobody looks', () => {
    const { endpoint, ticks } = view()
    endpoint.input({ type: 'watch', keys: ['/r/1'] })
    vi.advanceTimersByTime(20_000)
    expect([read.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0])
    endpoint.input({ type: 'visible', isVisible: true })
    expect(numbers(ticks[0])).toHaveLength(10)
    endpoint.input({ type: 'visible', isVisible: false })
    const count = read.mock.calls.length
    vi.advanceTimersByTime(20_000)
    expect([read.mock.calls.length, vi.getTimerCount()]).toEqual([count, 0])
  })

  it('tells of the others when one cannot be read', () => {
    read.mockImplementationOnce(() => {
      throw new Error('ELOOP')
    })
    const { endpoint, ticks } = view()
    endpoint.input({ type: 'visible', isVisible: true })
    expect(ticks[0]?.map(({ processes }) => processes)).toEqual([NaN, ...Array.from({ length: 9 }, () => 2)])
  })

  it('reads what is in sight each second, and the others once in five', () => {
    const { endpoint, ticks } = view()
    endpoint.input({ type: 'watch', keys: ['/r/3', '/gone'] })
    endpoint.input({ type: 'visible', isVisible: true })
    vi.advanceTimersByTime(5000)
    expect(ticks.slice(1).map(numbers)).toEqual([
      [1, 3, 6],
      [2, 3, 7],
      [3, 8],
      [3, 4, 9],
      [3, 5, 10],
    ])
  })

  it('tells the share of a core between two readings, and nothing at the first', () => {
    const { endpoint, ticks } = view()
    endpoint.input({ type: 'watch', keys: ['/r/1'] })
    endpoint.input({ type: 'visible', isVisible: true })
    cpuSeconds += 0.5
    vi.advanceTimersByTime(1000)
    expect(ticks[0]?.[0]?.cpu).toBeNaN()
    expect(ticks[1]?.[0]?.cpu).toBeCloseTo(0.5, 5)
    expect(ticks[1]?.[0]).toMatchObject({ memoryBytes: 5, memoryLimitBytes: Infinity, processes: 2 })
  })

  it('is not moved by a clock that jumps, nor by a counter that begins anew', () => {
    const { endpoint, ticks } = view()
    endpoint.input({ type: 'watch', keys: ['/r/1'] })
    endpoint.input({ type: 'visible', isVisible: true })
    cpuSeconds += 0.25
    const now = Date.now()
    vi.setSystemTime(now + 86_400_000)
    vi.advanceTimersByTime(1000)
    expect(ticks[1]?.[0]?.cpu).toBeCloseTo(0.25, 5)
    vi.setSystemTime(now - 86_400_000)
    cpuSeconds = 0
    vi.advanceTimersByTime(1000)
    expect(ticks[2]?.[0]?.cpu).toBeNaN()
  })

  it('tells what cannot be read as missing', () => {
    read.mockReturnValueOnce({ cpuSeconds: NaN, memoryBytes: NaN, memoryLimitBytes: NaN, processes: NaN })
    const { endpoint, ticks } = view()
    endpoint.input({ type: 'visible', isVisible: true })
    expect(ticks[0]?.[0]).toEqual({
      number: 1,
      cpu: NaN,
      memoryBytes: NaN,
      memoryLimitBytes: NaN,
      processes: NaN,
    })
  })

  it('reads once for all who look, and spares one that does not keep up', () => {
    const first = view()
    const second = view()
    first.endpoint.input({ type: 'visible', isVisible: true })
    second.endpoint.input({ type: 'visible', isVisible: true })
    read.mockClear()
    second.channel.outstanding = 10_000_000
    vi.advanceTimersByTime(1000)
    expect([read.mock.calls.length, first.ticks.length, second.ticks.length]).toEqual([2, 2, 0])
    first.endpoint.detached()
    second.endpoint.detached()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes on in slices when there are very many', () => {
    running = Array.from({ length: 3000 }, (_, index) => ({
      key: `/r/${index}`,
      number: index,
      cgroupPaths: {},
    }))
    let clock = 0
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 0.01))
    const { endpoint, ticks } = view()
    endpoint.input({ type: 'visible', isVisible: true })
    expect(ticks).toHaveLength(1)
    vi.runOnlyPendingTimers()
    vi.advanceTimersByTime(100)
    expect(ticks.length).toBeGreaterThan(5)
    expect(ticks.every((rows) => rows.length < 600)).toBe(true)
    now.mockRestore()
  })
})
