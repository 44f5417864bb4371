// The columns of the list: their names, what they sort by, their widths, and which give way when it gets narrow.
import type { SortKey } from '../../stores/container-order.ts'
import type { Failure } from '../../stores/operations.ts'

export interface Column {
  key: SortKey
  name: string
  isFigure?: boolean
  /** Hidden below this width of the list. */
  className?: string
}

export const columns: readonly Column[] = [
  { key: 'status', name: 'Status' },
  { key: 'name', name: 'Name' },
  { key: 'owner', name: 'Made by', className: '@max-[800px]:hidden' },
  { key: 'pid', name: 'PID', isFigure: true },
  { key: 'bundle', name: 'Bundle' },
  { key: 'created', name: 'Created', isFigure: true, className: '@max-[920px]:hidden' },
  { key: 'uptime', name: 'Uptime', isFigure: true },
]

/**
 * One grid for the head and every row. Widths in pixels: the longest word of the column (`stopping…`, a pid of seven
 * digits, `23 h 59 min`, four buttons of 24) and its padding; the name has its share, the bundle what is left.
 */
export const gridColumns = [
  'grid-cols-[116px_minmax(140px,min(20%,420px))_72px_72px_minmax(120px,1fr)_92px_92px_120px]',
  '@max-[920px]:grid-cols-[116px_minmax(132px,20%)_72px_68px_minmax(120px,1fr)_90px_118px]',
  '@max-[800px]:grid-cols-[108px_minmax(124px,20%)_68px_minmax(120px,1fr)_90px_118px]',
].join(' ')

/** In pixels; the virtual list counts with them. */
export const heights = { head: 28, row: 32, failure: 44, failureWithCommand: 64 } as const

/** What a failed action adds to its row. */
export function failureHeight(failure: Failure | undefined): number {
  if (!failure) return 0
  return failure.error.detail?.argv ? heights.failureWithCommand : heights.failure
}
