// The charts: which figures each draws, in which colours, and what is said beside it.
import type { StatsSample } from '../../../src-shared/stats-model.ts'
import { memoryHint } from '../../stores/list-columns.ts'
import { formatBytes, formatCpu, formatLimit } from '../../ui/format-figures.ts'
import type { SeriesKey } from '../../stores/stats-series.ts'

export interface ChartSeries {
  key: SeriesKey
  name: string
  /** A variable of the style sheet. */
  colour: string
  isDashed?: boolean
  /** Drawn on top of those before it, as a share of their sum. */
  isStacked?: boolean
  /** Only in the legend, where it is near enough to what is used; then as a line. */
  isLimit?: boolean
  /** Only in the legend. */
  isFigureOnly?: boolean
  hint?: string
}

export interface ChartDefinition {
  id: string
  title: string
  format: (value: number) => string
  series: readonly ChartSeries[]
  /** Its figures are bytes. */
  isBinary?: boolean
  /** The axis reaches at least to here. */
  least: number
  /** Why there is nothing to draw; null when there is. */
  missing: (sample: StatsSample) => string | null
  /** What else is to be known of it, in a sentence or a few words. */
  note: (sample: StatsSample) => string | null
  /** Moments at which the kernel killed for lack of memory are marked. */
  hasOomMarks?: boolean
}

const [first, second, third, fourth] = ['--series-1', '--series-2', '--series-3', '--series-4'] as const
const limit = { colour: '--series-limit', isDashed: true, isLimit: true }

const formatRate = (value: number): string => `${formatBytes(value)}/s`
const formatCount = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1))

export const charts: readonly ChartDefinition[] = [
  {
    id: 'cpu',
    title: 'CPU',
    format: formatCpu,
    least: 0.02,
    series: [
      { key: 'cpu', name: 'Used', colour: first, hint: 'Of one core' },
      {
        key: 'throttled',
        name: 'Throttled',
        colour: second,
        hint: 'Time that its processes waited for the quota’s next period, of one core',
      },
      { key: 'cpuLimit', name: 'Limit', ...limit },
    ],
    missing: ({ missing }) => missing.cpu,
    note: ({ cpu, missing }) =>
      cpu?.throttling === null
        ? missing.throttling
        : cpu?.cpus
          ? `of one core; on processors ${cpu.cpus}`
          : 'of one core',
  },
  {
    id: 'memory',
    title: 'Memory',
    format: formatBytes,
    isBinary: true,
    least: 1024 * 1024,
    series: [
      {
        key: 'memory',
        name: 'Usage',
        colour: '--text',
        isFigureOnly: true,
        hint: memoryHint,
      },
      {
        key: 'memoryAnonymous',
        name: 'Anonymous',
        colour: first,
        isStacked: true,
        hint: 'The programs’ own',
      },
      {
        key: 'memoryCache',
        name: 'File cache',
        colour: third,
        isStacked: true,
        hint: 'Given back when memory is short',
      },
      {
        key: 'memoryKernel',
        name: 'Kernel',
        colour: fourth,
        isStacked: true,
        hint: 'The kernel’s, on its behalf',
      },
      { key: 'memorySwap', name: 'Swap', colour: second },
      { key: 'memoryLimit', name: 'Limit', ...limit },
    ],
    missing: ({ missing }) => missing.memory,
    note: ({ memory }) => memory && memoryNote(memory),
    hasOomMarks: true,
  },
  {
    id: 'pids',
    title: 'Pids',
    format: formatCount,
    least: 4,
    series: [
      { key: 'pids', name: 'Tasks', colour: first, hint: 'Processes and threads' },
      { key: 'pidsLimit', name: 'Limit', ...limit },
    ],
    missing: ({ missing }) => missing.pids,
    note: () => 'processes and threads',
  },
  {
    id: 'io',
    title: 'Block I/O',
    format: formatRate,
    isBinary: true,
    least: 1024,
    series: [
      { key: 'ioRead', name: 'Read', colour: first },
      { key: 'ioWritten', name: 'Written', colour: second },
    ],
    missing: ({ missing }) => missing.io,
    note: ({ io }) =>
      io && `${formatBytes(io.readBytes)} read and ${formatBytes(io.writtenBytes)} written in all`,
  },
  {
    id: 'network',
    title: 'Network',
    format: formatRate,
    isBinary: true,
    least: 1024,
    series: [
      { key: 'received', name: 'Received', colour: first },
      { key: 'sent', name: 'Sent', colour: second },
    ],
    missing: ({ missing }) => missing.network,
    note: ({ network }) => network && networkNote(network),
  },
  {
    id: 'pressure',
    title: 'Pressure',
    format: formatCpu,
    least: 0.1,
    series: [
      { key: 'cpuSome', name: 'CPU', colour: first, hint: 'Some task waited for a processor' },
      { key: 'memorySome', name: 'Memory', colour: third, hint: 'Some task waited for memory' },
      { key: 'ioSome', name: 'I/O', colour: second, hint: 'Some task waited for a device' },
      {
        key: 'cpuFull',
        name: 'CPU, all',
        colour: first,
        isDashed: true,
        hint: 'All tasks waited for a processor',
      },
      {
        key: 'memoryFull',
        name: 'Memory, all',
        colour: third,
        isDashed: true,
        hint: 'All tasks waited for memory',
      },
      {
        key: 'ioFull',
        name: 'I/O, all',
        colour: second,
        isDashed: true,
        hint: 'All tasks waited for a device',
      },
    ],
    missing: ({ missing }) => missing.pressure,
    note: () => 'share of the last 10 s in which some, or all, of its tasks waited',
  },
]

function memoryNote({ peak, limitHits, oomKills }: NonNullable<StatsSample['memory']>): string {
  return [
    peak === null ? null : `${formatLimit(peak)} at most`,
    limitHits ? `ran into the limit ${times(limitHits)}` : null,
    oomKills === null ? null : `${oomKills === 0 ? 'no' : oomKills} OOM ${oomKills === 1 ? 'kill' : 'kills'}`,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function networkNote({ isHost, interfaces }: NonNullable<StatsSample['network']>): string {
  if (isHost) return 'It shares the host’s network: these are the figures of the whole host.'
  const names = interfaces.map(({ name }) => name).filter((name) => name !== 'lo')
  if (names.length === 0) return 'It has no interface but its own loopback.'
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`
}
