// A small table of facts: a head, and rows of texts that others wrote.
import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { visibleLines } from '../../ui/visible-text.ts'

export interface TableProps {
  label: string
  columns: readonly string[]
  /** A row’s first cell is its head. Null is what is not known, shown as “–”; where there is nothing to know it is empty. */
  rows: readonly (readonly ReactNode[])[]
  /** Of the columns, in the grid's own words. */
  template: string
}

/** Every row is drawn: lists are short, and cut by the engine where they are not. */
const most = 300

export function Table({ label, columns, rows, template }: TableProps) {
  return (
    <div className="min-w-0 overflow-x-auto">
      <table aria-label={label} className="grid min-w-150" style={{ gridTemplateColumns: template }}>
        <thead className="contents">
          <tr className="col-span-full grid grid-cols-subgrid border-b border-line">
            {columns.map((name) => (
              <th
                key={name}
                scope="col"
                className="pr-4 pb-1 text-left text-small font-normal text-text-muted"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="contents">
          {rows.slice(0, most).map((cells, row) => (
            // A row has no name of its own, and the order is the file's.
            <tr
              // oxlint-disable-next-line react/no-array-index-key -- As above.
              key={row}
              className="col-span-full grid grid-cols-subgrid border-b border-line last:border-b-0"
            >
              {cells.map((cell, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- As above.
                <td key={index} className="min-w-0 py-1 pr-4 [overflow-wrap:anywhere] select-text">
                  {cell === null ? <None /> : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > most && (
        <p className="pt-2 text-text-muted">{`${rows.length - most} more are in the file itself, under Raw.`}</p>
      )}
    </div>
  )
}

/** What is not known, or not there. */
export function None() {
  return <span className="text-text-muted">–</span>
}

/** A text out of a file, as it may be drawn. */
export function Code({ children, isMuted = false }: { children: string; isMuted?: boolean }) {
  return (
    <bdi className={classNames('code whitespace-pre-wrap', isMuted && 'text-text-muted')}>
      {visibleLines(children)}
    </bdi>
  )
}
