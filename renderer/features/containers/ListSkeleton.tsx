// The list before it is known, in its own rows and columns; shown only when that takes a moment.
import { SkeletonBar, useIsSlow } from '../../ui/Skeleton.tsx'
import { gridColumns, heights } from './columns.ts'

/** As many as give the idea of a list; it ends where it fades anyway. */
const rows = [0, 1, 2, 3, 4, 5, 6, 7]
const nameWidths = ['w-24', 'w-16', 'w-28', 'w-20']

export function ListSkeleton() {
  const isSlow = useIsSlow(true)
  return (
    <output
      aria-label="Containers are being read"
      className="@container block min-h-0 flex-1 overflow-hidden"
    >
      {isSlow &&
        rows.map((row) => (
          <div
            key={row}
            className={`grid items-center border-b border-line pl-4 ${gridColumns}`}
            style={{ height: heights.row, opacity: 1 - row / rows.length }}
          >
            <SkeletonBar className="w-16" />
            <SkeletonBar className={nameWidths[row % nameWidths.length] ?? 'w-24'} />
            <SkeletonBar className="w-10 @max-[800px]:hidden" />
            <SkeletonBar className="mr-4 w-10 justify-self-end" />
            <SkeletonBar className="w-40" />
          </div>
        ))}
    </output>
  )
}
