// Every figure that is kept, as the table and the exported files name and write it.
import { formatBytes, formatCpu } from '../../ui/format-figures.ts'
import type { SeriesKey } from '../../stores/stats-series.ts'

export interface Figure {
  key: SeriesKey
  /** In the table. */
  name: string
  /** In a file, with its unit. */
  field: string
  format: (value: number) => string
  /** As a plain number of that unit. */
  toNumber: (value: number) => number
}

const same = (value: number): number => value
/** Three digits are more than the kernel's clock ticks tell. */
const toPercent = (value: number): number => Math.round(value * 100_000) / 1000
const whole = (value: number): number => Math.round(value)

const share = (key: SeriesKey, name: string, field: string): Figure => ({
  key,
  name,
  field: `${field}_percent`,
  format: formatCpu,
  toNumber: toPercent,
})
const bytes = (key: SeriesKey, name: string, field: string): Figure => ({
  key,
  name,
  field: `${field}_bytes`,
  format: formatBytes,
  toNumber: whole,
})
const rate = (key: SeriesKey, name: string, field: string): Figure => ({
  key,
  name,
  field: `${field}_bytes_per_second`,
  format: (value) => `${formatBytes(value)}/s`,
  toNumber: whole,
})
const count = (key: SeriesKey, name: string, field: string): Figure => ({
  key,
  name,
  field,
  format: (value) => (Number.isInteger(value) ? String(value) : value.toFixed(1)),
  toNumber: same,
})

export const figures: readonly Figure[] = [
  share('cpu', 'CPU', 'cpu'),
  share('cpuUser', 'CPU user', 'cpu_user'),
  share('cpuSystem', 'CPU system', 'cpu_system'),
  share('throttled', 'Throttled', 'cpu_throttled'),
  share('throttledPeriods', 'Periods throttled', 'cpu_throttled_periods'),
  share('cpuLimit', 'CPU limit', 'cpu_limit'),
  bytes('memory', 'Memory usage', 'memory'),
  bytes('memoryAnonymous', 'Anonymous', 'memory_anonymous'),
  bytes('memoryCache', 'File cache', 'memory_file_cache'),
  bytes('memoryKernel', 'Kernel', 'memory_kernel'),
  bytes('memorySwap', 'Swap', 'memory_swap'),
  bytes('memoryLimit', 'Memory limit', 'memory_limit'),
  count('oomKills', 'OOM kills', 'oom_kills'),
  count('pids', 'Pids', 'pids'),
  count('pidsLimit', 'Pids limit', 'pids_limit'),
  rate('ioRead', 'Read', 'block_read'),
  rate('ioWritten', 'Written', 'block_written'),
  rate('received', 'Received', 'network_received'),
  rate('sent', 'Sent', 'network_sent'),
  share('cpuSome', 'CPU pressure', 'pressure_cpu_some'),
  share('cpuFull', 'CPU pressure, all', 'pressure_cpu_full'),
  share('memorySome', 'Memory pressure', 'pressure_memory_some'),
  share('memoryFull', 'Memory pressure, all', 'pressure_memory_full'),
  share('ioSome', 'I/O pressure', 'pressure_io_some'),
  share('ioFull', 'I/O pressure, all', 'pressure_io_full'),
]
