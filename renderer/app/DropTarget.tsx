// A bundle dropped anywhere on the window opens the Create dialog on it.
import { FolderDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { openCreateWith } from '../features/containers/create/creation.ts'
import { bundleOfPath } from '../features/containers/create/draft.ts'
import { notify } from '../stores/notices.ts'
import { dropEffectOf } from './drop-effect.ts'

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}

function open(files: FileList): void {
  // What is dragged out of another page has no path.
  const paths = [...files].map((file) => window.runcDesktop.pathOf(file)).filter((path) => path !== '')
  const [first] = paths
  if (first === undefined) return
  const bundle = bundleOfPath(first)
  openCreateWith(bundle)
  if (paths.length > 1) notify(`The first of the ${paths.length} that were dropped was taken`, bundle)
}

export function DropTarget() {
  const [isOver, setIsOver] = useState(false)

  useEffect(() => {
    // Entering a child leaves its parent: only the balance tells when the pointer has left the window.
    let depth = 0
    const listeners = new AbortController()
    const { signal } = listeners
    function count(step: number): void {
      depth = Math.max(0, depth + step)
      setIsOver(depth > 0)
    }
    window.addEventListener('dragenter', (event) => hasFiles(event) && count(1), { signal })
    window.addEventListener('dragleave', (event) => hasFiles(event) && count(-1), { signal })
    window.addEventListener(
      'dragover',
      (event) => {
        // Without this the window itself would go to the file.
        event.preventDefault()
        const { dataTransfer } = event
        if (dataTransfer) {
          dataTransfer.dropEffect = hasFiles(event) ? dropEffectOf(dataTransfer.effectAllowed) : 'none'
        }
      },
      { signal },
    )
    window.addEventListener(
      'drop',
      (event) => {
        event.preventDefault()
        depth = 0
        setIsOver(false)
        if (event.dataTransfer) open(event.dataTransfer.files)
      },
      { signal },
    )
    return () => listeners.abort()
  }, [])

  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 grid animate-appear place-items-center bg-backdrop p-6">
      <div className="flex items-center gap-3 rounded-control border border-focus bg-surface-float px-5 py-4 shadow-float">
        <FolderDown size={20} aria-hidden className="text-accent-text" />
        <p>Drop a bundle directory to create a container from it</p>
      </div>
    </div>
  )
}
