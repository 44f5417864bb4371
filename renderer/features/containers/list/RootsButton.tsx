// How many runc roots the list is of, and whether one of them cannot be read; opens the list of them.
import { FolderTree, TriangleAlert } from 'lucide-react'
import { openRoots, useOverlays } from '../../../stores/overlays.ts'
import { useRoots } from '../../../stores/roots.ts'
import { Button } from '../../../ui/Button.tsx'

export function RootsButton() {
  const roots = useRoots((state) => state.roots)
  const isOpen = useOverlays(({ rootsAnchor }) => rootsAnchor !== null)
  const watched = roots.filter(({ state }) => state === 'watched').length
  const closed = roots.filter(({ state }) => state === 'unreadable').length
  if (roots.length === 0) return null
  return (
    <Button
      look="quiet"
      hint="Where containers are looked for"
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      icon={
        closed > 0 ? (
          <TriangleAlert size={14} aria-hidden className="text-warning" />
        ) : (
          <FolderTree size={14} aria-hidden />
        )
      }
      onClick={({ currentTarget }) => openRoots(currentTarget)}
    >
      {`${watched} ${watched === 1 ? 'root' : 'roots'}${closed > 0 ? `, ${closed} closed` : ''}`}
    </Button>
  )
}
