// Which keys are the dock's. Inside a terminal that is Ctrl+Shift chords only: everything else belongs to the program.

export type Chord =
  | 'copy'
  | 'paste'
  | 'close'
  | 'new'
  | 'previous'
  | 'next'
  | 'toggleDock'
  | 'larger'
  | 'smaller'
  | 'normalSize'
  | 'search'
  | 'clear'
  | 'split'
  | 'ownWindow'
  | 'tabs'
  | 'menu'
  | 'paneLeft'
  | 'paneRight'
  | 'top'
  | 'bottom'

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

const byLetter: Partial<Record<string, Chord>> = {
  c: 'copy',
  v: 'paste',
  w: 'close',
  t: 'new',
  j: 'toggleDock',
  f: 'search',
  k: 'clear',
  d: 'split',
  o: 'ownWindow',
}

/** Places on the keyboard, since what Shift makes of them differs from layout to layout. */
const byCode: Partial<Record<string, Chord>> = {
  PageUp: 'previous',
  PageDown: 'next',
  Equal: 'larger',
  NumpadAdd: 'larger',
  Minus: 'smaller',
  NumpadSubtract: 'smaller',
  Digit0: 'normalSize',
  Numpad0: 'normalSize',
  ArrowUp: 'tabs',
  ArrowLeft: 'paneLeft',
  ArrowRight: 'paneRight',
  Home: 'top',
  End: 'bottom',
  F10: 'menu',
}

/** The chord that a key event is, wherever in the window it happens; null for a key of the program's. */
export function chordOf(event: Key): Chord | null {
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return null
  return byCode[event.code] ?? byLetter[latinLetter(event)] ?? null
}

/** The letter as it is written on the key; on a layout without Latin letters the place where it would be. */
function latinLetter(event: Key): string {
  const key = event.key.toLowerCase()
  if (/^[a-z]$/.test(key)) return key
  return /^[\p{L}]$/u.test(key) && event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : ''
}

/**
 * Ctrl with + - = 0, by which the window zooms. xterm has no use for them and would let them through, but inside a
 * terminal they are not ours: those with Shift change the terminal's font, the others do nothing.
 */
export function isWindowZoom(event: Key): boolean {
  return event.ctrlKey && !event.altKey && !event.metaKey && /^[-+=0]$/.test(event.key)
}

/** Outside a terminal: Ctrl+J for the dock, Ctrl+1 … Ctrl+9 for its tabs (as an index from 0). */
export function dockKeyOf(event: Key): 'toggleDock' | number | null {
  if (!event.ctrlKey || event.shiftKey || event.altKey || event.metaKey) return null
  if (latinLetter(event) === 'j') return 'toggleDock'
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
  return digit === undefined ? null : Number(digit) - 1
}
