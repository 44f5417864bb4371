// Listens for keys and runs what the table says: never while something is being typed, never behind a dialog or a
// menu, never in a terminal.
import { useOverlays } from '../stores/overlays.ts'
import { keyBindings } from './key-bindings.ts'

/** How long the first key of a sequence waits for the second. */
const sequenceMs = 900

const byKey = new Map(keyBindings.flatMap((binding) => binding.on.map((on) => [on, binding] as const)))
const firstKeys = new Set([...byKey.keys()].filter((on) => on.includes(' ')).map((on) => on.split(' ')[0]))

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>

/** A key event as the table writes it. What Shift does to a character is part of `key` already. */
export function keyName({ key, ctrlKey, altKey, shiftKey, metaKey }: Key): string {
  const shift = shiftKey && key.length > 1 ? 'Shift+' : ''
  return `${ctrlKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${metaKey ? 'Meta+' : ''}${shift}${key}`
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type=radio], [type=checkbox]), textarea, select, [data-terminal-dock]') !==
        null)
  )
}

/** Begins to listen, for the life of the page. */
export function startKeyboard(): void {
  let first: { key: string; at: number } | null = null
  window.addEventListener('keydown', (event) => {
    const { dialog, menu, columnsMenu, rootsAnchor } = useOverlays.getState()
    const isCovered = dialog !== null || menu !== null || columnsMenu !== null || rootsAnchor !== null
    if (event.defaultPrevented || event.isComposing || isCovered || isTyping(event.target)) return
    const name = keyName(event)
    const sequence =
      first && event.timeStamp - first.at < sequenceMs ? byKey.get(`${first.key} ${name}`) : null
    first = null
    const binding = sequence ?? byKey.get(name)
    if (binding) {
      if (binding.run() !== false) event.preventDefault()
    } else if (firstKeys.has(name)) {
      first = { key: name, at: event.timeStamp }
    }
  })
  // The pointer's own key for Back.
  window.addEventListener('mouseup', (event) => {
    if (event.button === 3) byKey.get('Escape')?.run()
  })
}
