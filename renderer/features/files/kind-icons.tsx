// A file's kind as a picture.
import { Cable, Cpu, File, FileSymlink, Folder, FolderSymlink, Waypoints } from 'lucide-react'
import type { ReactNode } from 'react'

export function kindIcon(kind: string, targetKind: string | null = null): ReactNode {
  const properties = { size: 14, 'aria-hidden': true, className: 'shrink-0 text-text-muted' } as const
  if (kind === 'd') return <Folder {...properties} />
  if (kind === 'l')
    return targetKind === 'd' ? <FolderSymlink {...properties} /> : <FileSymlink {...properties} />
  if (kind === 'p') return <Waypoints {...properties} />
  if (kind === 's') return <Cable {...properties} />
  if (kind === 'b' || kind === 'c') return <Cpu {...properties} />
  return <File {...properties} />
}
