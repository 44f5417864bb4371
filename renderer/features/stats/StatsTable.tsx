// The same figures as a table, the newest first; only the lines in sight exist.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { formatTime } from '../../ui/format.ts'
import type { StatsHistory } from '../../stores/stats-history.ts'
import { figures } from './figures.ts'
import { windowReader } from './windows.ts'
import type { TimeWindow } from './windows.ts'

export interface StatsTableProps {
  history: StatsHistory
  span: TimeWindow
}

const lineHeight = 26
const template = `88px repeat(${figures.length}, 104px)`

export function StatsTable({ history, span }: StatsTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const reader = windowReader(history, span)
  const moments = reader.moments().toReversed()
  const columns = figures.map(({ key }) => reader.figures(key).toReversed())
  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: moments.length,
    getScrollElement: () => scroller.current,
    // By its moment: a new line above leaves what is read in its place.
    getItemKey: (index) => moments[index] ?? index,
    estimateSize: () => lineHeight,
    overscan: 8,
    scrollMargin: lineHeight,
  })
  return (
    <section
      ref={scroller}
      // Scrollable, so the keyboard must get at it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="All figures"
      className="min-h-0 flex-1 overflow-auto -outline-offset-2"
    >
      <table
        aria-label="Figures over time"
        aria-rowcount={moments.length + 1}
        className="figures block w-max text-right"
      >
        <thead className="sticky top-0 z-10 block border-b border-line bg-surface-1">
          <tr
            aria-rowindex={1}
            className="grid pr-4 text-small text-text-muted"
            style={{ gridTemplateColumns: template }}
          >
            {['Time', ...figures.map(({ name }) => name)].map((name) => (
              <th
                key={name}
                scope="col"
                className="truncate bg-surface-1 px-1 leading-6.5 font-normal first:sticky first:left-0 first:pl-4 first:text-left"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start, key }) => (
            <tr
              key={key}
              aria-rowindex={index + 2}
              className="group absolute grid items-center pr-4 hover:bg-surface-2"
              style={{
                gridTemplateColumns: template,
                height: lineHeight,
                transform: `translateY(${start - lineHeight}px)`,
              }}
            >
              <th
                scope="row"
                className="sticky left-0 truncate bg-surface-1 px-1 pl-4 text-left leading-6.5 font-normal text-text-muted group-hover:bg-surface-2"
              >
                {formatTime(new Date(moments[index] ?? 0).toISOString())}
              </th>
              {figures.map(({ key: figure, format }, column) => {
                const value = columns[column]?.[index] ?? NaN
                return (
                  <td key={figure} className="truncate px-1 select-text">
                    {Number.isNaN(value) ? '–' : format(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
