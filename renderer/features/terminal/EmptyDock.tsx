// What the dock shows when it is open and has no terminal: how to get one.
import { Keys } from '../../ui/Keys.tsx'

export function EmptyDock() {
  return (
    <div className="flex h-full flex-1 flex-col items-center justify-center gap-1 px-4 text-center">
      <p>No terminal is open.</p>
      <p className="flex flex-wrap items-center justify-center gap-1 text-small text-text-muted">
        Open one from a running container: select it and press <Keys keys="t" />
      </p>
    </div>
  )
}
