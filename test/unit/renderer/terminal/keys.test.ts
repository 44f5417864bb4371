// Which keys are ours inside a terminal, and which are the program's.
import { expect, it } from 'vitest'
import { chordOf, dockKeyOf, isWindowZoom } from '../../../../renderer/features/terminal/keys.ts'

function key(keys: string, code: string, written = keys.at(-1) ?? '') {
  return {
    key: written,
    code,
    ctrlKey: keys.includes('Ctrl'),
    shiftKey: keys.includes('Shift'),
    altKey: keys.includes('Alt'),
    metaKey: keys.includes('Meta'),
  }
}

it('takes its chords with Ctrl and Shift', () => {
  expect([
    chordOf(key('Ctrl+Shift+C', 'KeyC')),
    chordOf(key('Ctrl+Shift+V', 'KeyV')),
    chordOf(key('Ctrl+Shift+W', 'KeyW')),
    chordOf(key('Ctrl+Shift+T', 'KeyT')),
    chordOf(key('Ctrl+Shift+J', 'KeyJ')),
    chordOf(key('Ctrl+Shift', 'PageUp', 'PageUp')),
    chordOf(key('Ctrl+Shift', 'PageDown', 'PageDown')),
    chordOf(key('Ctrl+Shift', 'Equal', '+')),
    chordOf(key('Ctrl+Shift', 'Minus', '_')),
    chordOf(key('Ctrl+Shift', 'Digit0', ')')),
  ]).toEqual([
    'copy',
    'paste',
    'close',
    'new',
    'toggleDock',
    'previous',
    'next',
    'larger',
    'smaller',
    'normalSize',
  ])
})

it('leaves everything else to the program', () => {
  const others = [
    key('Ctrl+C', 'KeyC', 'c'),
    key('Ctrl+W', 'KeyW', 'w'),
    key('Shift+C', 'KeyC'),
    key('Ctrl+Shift+Alt+C', 'KeyC'),
    key('Ctrl+Shift+Meta+C', 'KeyC'),
    key('Ctrl+Shift+X', 'KeyX'),
    key('Ctrl', 'PageUp', 'PageUp'),
    key('Ctrl', 'Tab', 'Tab'),
    key('', 'F10', 'F10'),
    key('', 'Escape', 'Escape'),
  ]
  expect(others.map(chordOf)).toEqual(others.map(() => null))
})

it('follows the letter that is written on the key, and its place where there is no Latin letter', () => {
  // Dvorak: the key that types J lies where QWERTY has C.
  expect(chordOf(key('Ctrl+Shift+J', 'KeyC'))).toBe('toggleDock')
  expect(chordOf(key('Ctrl+Shift+С', 'KeyC', 'С'))).toBe('copy')
})

it('knows the keys for the dock outside a terminal', () => {
  expect([
    dockKeyOf(key('Ctrl+J', 'KeyJ', 'j')),
    dockKeyOf(key('Ctrl', 'Digit1', '1')),
    dockKeyOf(key('Ctrl', 'Digit9', '9')),
    dockKeyOf(key('Ctrl', 'Digit0', '0')),
    dockKeyOf(key('', 'KeyJ', 'j')),
    dockKeyOf(key('Ctrl+Shift+J', 'KeyJ')),
  ]).toEqual(['toggleDock', 0, 8, null, null, null])
})

it('knows what the window would zoom by, on any layout', () => {
  const zooming = [
    key('Ctrl', 'Minus', '-'),
    key('Ctrl', 'Equal', '='),
    key('Ctrl', 'BracketRight', '+'),
    key('Ctrl', 'NumpadAdd', '+'),
    key('Ctrl', 'Digit0', '0'),
    key('Ctrl+Shift', 'Equal', '+'),
  ]
  const others = [
    key('', 'Minus', '-'),
    key('Alt', 'Digit0', '0'),
    key('Ctrl', 'KeyC', 'c'),
    key('Ctrl', 'F11', 'F11'),
  ]
  expect([zooming.every(isWindowZoom), others.some(isWindowZoom)]).toEqual([true, false])
})

it('takes chords for what is done with a screen and its place', () => {
  expect([
    chordOf(key('Ctrl+Shift+F', 'KeyF')),
    chordOf(key('Ctrl+Shift+K', 'KeyK')),
    chordOf(key('Ctrl+Shift+D', 'KeyD')),
    chordOf(key('Ctrl+Shift+O', 'KeyO')),
    chordOf(key('Ctrl+Shift', 'ArrowUp', 'ArrowUp')),
    chordOf(key('Ctrl+Shift', 'ArrowLeft', 'ArrowLeft')),
    chordOf(key('Ctrl+Shift', 'ArrowRight', 'ArrowRight')),
    chordOf(key('Ctrl+Shift', 'Home', 'Home')),
    chordOf(key('Ctrl+Shift', 'End', 'End')),
    chordOf(key('Ctrl+Shift', 'F10', 'F10')),
    chordOf(key('Shift', 'F10', 'F10')),
    chordOf(key('Ctrl', 'KeyF', 'f')),
  ]).toEqual([
    'search',
    'clear',
    'split',
    'ownWindow',
    'tabs',
    'paneLeft',
    'paneRight',
    'top',
    'bottom',
    'menu',
    null,
    null,
  ])
})
