import { beforeEach, describe, expect, test } from 'vitest'
import { toCsv, toJson } from '../../../../renderer/features/stats/export-text.ts'
import {
  hasCurve,
  latestFigure,
  windowOf,
  windowReader,
} from '../../../../renderer/features/stats/windows.ts'
import { historyOf, takeSample } from '../../../../renderer/stores/stats-history.ts'
import { createTrend, pushTrend } from '../../../../renderer/stores/usage-trend.ts'
import type { Trend } from '../../../../renderer/stores/usage-trend.ts'
import type { StatsHistory } from '../../../../renderer/stores/stats-history.ts'
import { columnOf, pointWidth, toPoint } from '../../../../renderer/stores/stats-series.ts'
import type { SeriesKey } from '../../../../renderer/stores/stats-series.ts'
import type { StatsSample } from '../../../../src-shared/stats-model.ts'
import { container } from '../samples.ts'

function sample(readAt: number, changes: Partial<StatsSample> = {}): StatsSample {
  return {
    readAt,
    cpu: {
      totalNs: readAt * 250_000,
      userNs: 0,
      systemNs: null,
      throttling: { periods: readAt / 100, throttledPeriods: readAt / 200, throttledNs: readAt * 100_000 },
      quotaCores: 0.5,
      cpus: '0-1',
    },
    memory: {
      usage: 1000,
      limit: null,
      peak: null,
      anonymous: 600,
      cache: 300,
      kernel: null,
      swap: 0,
      swapLimit: null,
      limitHits: 0,
      oomKills: 0,
    },
    pids: { current: 3, limit: 8 },
    io: null,
    network: null,
    pressure: null,
    missing: {
      cpu: null,
      throttling: null,
      memory: null,
      pids: null,
      io: 'No controller.',
      network: 'No process.',
      pressure: 'No pressure.',
    },
    ...changes,
  }
}

function figure(point: Float64Array, key: SeriesKey): number | undefined {
  return point[columnOf(key)]
}

describe('a point', () => {
  test('has rates from the second reading on, and NaN for what is missing, never 0', () => {
    const first = toPoint(null, sample(1000))
    expect([first[0], figure(first, 'cpu'), figure(first, 'memory'), figure(first, 'pids')]).toEqual([
      1000,
      NaN,
      1000,
      3,
    ])
    const second = toPoint(sample(1000), sample(3000))
    expect(figure(second, 'cpu')).toBeCloseTo(0.25)
    expect(figure(second, 'throttled')).toBeCloseTo(0.1)
    expect(figure(second, 'throttledPeriods')).toBeCloseTo(0.5)
    expect(figure(second, 'cpuUser')).toBe(0)
    expect(figure(second, 'memorySwap')).toBe(0)
    for (const key of [
      'cpuSystem',
      'ioRead',
      'received',
      'cpuSome',
      'memoryKernel',
      'memoryLimit',
    ] as const) {
      expect(figure(second, key)).toBe(NaN)
    }
  })

  test('knows no rate of a counter that went back', () => {
    expect(figure(toPoint(sample(5000), sample(6000, { cpu: sample(1).cpu })), 'cpu')).toBe(NaN)
  })
})

describe('a history', () => {
  let history: StatsHistory
  let created = 0
  beforeEach(() => {
    created += 1
    history = historyOf(container('web', { createdAt: `c${created}` }))
  })
  const read = (name: '2min' | '10min' | '2h' | '24h', key: SeriesKey): number[] =>
    windowReader(history, windowOf(name)).figures(key)

  test('is of one container, and begins anew with another of the same name', () => {
    takeSample(history, sample(1000))
    expect(historyOf(container('web', { createdAt: `c${created}` }))).toBe(history)
    expect(historyOf(container('web', { createdAt: 'later' })).latest).toBeNull()
  })

  test('has a gap where nobody looked', () => {
    for (const at of [1000, 2000, 60_000, 61_000]) takeSample(history, sample(at))
    expect(read('2min', 'pids')).toEqual([3, 3, NaN, 3, 3])
    // Across the gap there is no rate.
    expect(read('2min', 'cpu').map(Number.isNaN)).toEqual([true, false, true, true, false])
  })

  test('has it in the means too: no line is drawn across hours', () => {
    const seconds = [1, 2, ...Array.from({ length: 12 }, (_, index) => 3600 + index)]
    for (const second of seconds) takeSample(history, sample(second * 1000))
    expect(read('2h', 'pids')).toEqual([3, NaN, 3])
  })

  test('keeps ten minutes by the second, and means for longer; events add up in them', () => {
    for (let second = 1; second <= 1500; second += 1) {
      const memory = { ...sample(0).memory, oomKills: Math.floor(second / 100) } as StatsSample['memory']
      takeSample(history, sample(second * 1000, { memory, pids: { current: second % 2, limit: null } }))
    }
    expect(read('10min', 'pids')).toHaveLength(600)
    expect(read('2min', 'pids')).toHaveLength(121)
    const means = read('2h', 'pids')
    expect(means).toHaveLength(149)
    expect(means.every((mean) => mean === 0.5)).toBe(true)
    expect(read('2h', 'oomKills').reduce((sum, kills) => sum + (kills || 0), 0)).toBe(14)
    expect(read('24h', 'cpu').every((mean) => Math.abs(mean - 0.25) < 1e-9)).toBe(true)
  })

  describe('begun with what the list knows', () => {
    const trendOf = (...values: number[]): Trend => {
      const trend = createTrend()
      for (const value of values) pushTrend(trend, value)
      return trend
    }
    const latest = (): number[] => [latestFigure(history, 'cpu'), latestFigure(history, 'memory')]
    beforeEach(() => {
      const known = { times: trendOf(1000, 2000), cpu: trendOf(0.5, 0.4), memory: trendOf(700, 800) }
      history = historyOf(container('web', { createdAt: `known${created}` }), known)
    })

    test('has its figures at once, and until a second reading tells a rate', () => {
      expect([history.latest, latest(), read('2min', 'cpu')]).toEqual([null, [0.4, 800], [0.5, 0.4]])
      expect([
        hasCurve(history, windowOf('2min'), ['cpu']),
        hasCurve(history, windowOf('2min'), ['pids']),
      ]).toEqual([true, false])
      takeSample(history, sample(3000))
      expect(latest()).toEqual([0.4, 1000])
      takeSample(history, sample(4000))
      expect(latest()).toEqual([0.25, 1000])
      expect(read('2min', 'cpu')).toEqual([0.5, 0.4, NaN, 0.25])
    })

    test('has a gap where the list was not told for long, and nothing from a clock that is ahead', () => {
      takeSample(history, sample(9000))
      expect(read('2min', 'memory')).toEqual([700, 800, NaN, 1000])
      const ahead = { times: trendOf(9500), cpu: trendOf(0.5), memory: trendOf(700) }
      history = historyOf(container('web', { createdAt: `ahead${created}` }), ahead)
      takeSample(history, sample(9000))
      expect(read('2min', 'memory')).toEqual([1000])
    })
  })

  test('is written with empty fields and nulls for what is missing', () => {
    for (const at of [1000, 2000]) takeSample(history, sample(at))
    const [head = '', first = '', second = ''] = toCsv(history, windowOf('2min')).split('\r\n')
    const fields = head.split(',')
    expect(fields).toHaveLength(pointWidth)
    const of = (line: string, field: string) => line.split(',')[fields.indexOf(field)]
    expect([of(first, 'time'), of(first, 'cpu_percent'), of(second, 'cpu_percent')]).toEqual([
      '1970-01-01T00:00:01.000Z',
      '',
      '25',
    ])
    expect(of(second, 'block_read_bytes_per_second')).toBe('')
    const { points, ...about } = JSON.parse(
      toJson(history, windowOf('2min'), { container: 'web', key: '/r/web' }),
    )
    expect(about).toEqual({ container: 'web', key: '/r/web', oneEach: 'second' })
    expect(points[1]).toMatchObject({ cpu_percent: 25, pids: 3, network_sent_bytes_per_second: null })
  })
})
