// Keys that reach the dock from outside a terminal: Ctrl+J, Ctrl+1 … Ctrl+9, and the chords that also work inside.
import { useEffect } from 'react'
import { useOverlays } from '../../stores/overlays.ts'
import { showTabAt, toggleDock } from './actions.ts'
import { chordOf, dockKeyOf } from './keys.ts'

export function useDockKeys(): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      // A screen deals with its own keys and lets none of them through to here; a dialog keeps the keys to itself.
      if (event.defaultPrevented) return
      const { dialog, menu } = useOverlays.getState()
      if (dialog || menu) return
      const key = chordOf(event) === 'toggleDock' ? 'toggleDock' : dockKeyOf(event)
      if (key === null) return
      event.preventDefault()
      if (key === 'toggleDock') toggleDock()
      else showTabAt(key)
    }
    window.addEventListener('keydown', handle)
    return () => window.removeEventListener('keydown', handle)
  }, [])
}
