// The columns of the processes. All of them fit into the smallest window.

import type { ProcessSortKey } from './sort.ts'

export const rowHeight = 28

export interface ProcessColumn {
  key: ProcessSortKey
  name: string
  hint: string | undefined
  /** Of the grid. */
  width: string
  isFigure: boolean
}

export const columns: readonly ProcessColumn[] = [
  { key: 'pid', name: 'PID', hint: 'Its number on the host', width: '64px', isFigure: true },
  { key: 'inside', name: 'Inside', hint: 'Its number in the container', width: '70px', isFigure: true },
  {
    key: 'user',
    name: 'User',
    hint: 'By the container’s own /etc/passwd',
    width: 'minmax(64px,112px)',
    isFigure: false,
  },
  { key: 'state', name: 'State', hint: undefined, width: '76px', isFigure: false },
  { key: 'cpu', name: 'CPU', hint: 'Of one core, over the last second', width: '62px', isFigure: true },
  {
    key: 'memory',
    name: 'RSS',
    hint: 'Resident set size, with the pages that it shares, also those that other cgroups are charged with',
    width: '78px',
    isFigure: true,
  },
  { key: 'threads', name: 'Threads', hint: undefined, width: '76px', isFigure: true },
  { key: 'command', name: 'Command', hint: undefined, width: 'minmax(180px,1fr)', isFigure: false },
]

export const template = columns.map(({ width }) => width).join(' ')
