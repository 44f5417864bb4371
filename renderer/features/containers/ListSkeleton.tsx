// The list before it is known, in its own rows and columns; shown only when that takes a moment.
import { SkeletonBar, useIsSlow } from '../../ui/Skeleton.tsx'
import { defaultColumns, fitColumns } from '../../stores/list-columns.ts'
import { gridTemplate, heights, margins } from './columns.ts'

/** As many as give the idea of a list; it ends where it fades anyway. */
const rows = [0, 1, 2, 3, 4, 5, 6, 7]
/** What a window of usual width shows; it is fewer than there may be room for. */
const usualRoom = 800
const { columns } = fitColumns(defaultColumns, usualRoom)
const nameWidths = ['w-24', 'w-16', 'w-28', 'w-20']

export function ListSkeleton() {
  const isSlow = useIsSlow(true)
  return (
    <output aria-label="Containers are being read" className="block min-h-0 flex-1 overflow-hidden">
      {isSlow &&
        rows.map((row) => (
          <div
            key={row}
            className="grid items-center border-b border-line"
            style={{
              height: heights.row,
              opacity: 1 - row / rows.length,
              gridTemplateColumns: gridTemplate(columns),
            }}
          >
            {/* Where the boxes will be. */}
            <span style={{ width: margins.marks }} />
            {columns.map(({ key }) => (
              <SkeletonBar
                key={key}
                className={key === 'name' ? (nameWidths[row % nameWidths.length] ?? 'w-24') : 'w-14'}
              />
            ))}
          </div>
        ))}
    </output>
  )
}
