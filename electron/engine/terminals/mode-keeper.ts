// What a terminal has been told beyond what is drawn and beyond what xterm's serialising writes down: the cursor's look,
// how the mouse is reported, the scroll region, character sets, the title. Listens to the parser, changes nothing.
import type { Terminal } from '@xterm/headless'

export interface ModeKeeper {
  /** The screen has another size: it scrolls as a whole again. */
  resized(): void
  /** To be sent before the cursor is placed; empty when the place needs no telling. */
  beforeCursor(): string
  /** To be sent last. */
  afterCursor(): string
  /** Lines above the scroll region. */
  regionTop(): number
}

/** Private modes whose last setting is kept: cursor blink and visibility, mouse encodings, colour-scheme reports. */
const keptModes = new Set([12, 25, 1005, 1006, 1015, 1016, 2031])
/** Of a title: it is text of the program's. */
const longestTitle = 500

type Parameters = (number | number[])[]

export function createModeKeeper(terminal: Terminal): ModeKeeper {
  let region: { top: number; bottom: number } | null = null
  let cursorStyle: number | null = null
  let title: string | null = null
  /** By slot (`(` to `+`): the set's final byte. */
  let sets = new Map<string, string>()
  let modes = new Map<number, boolean>()

  function forget(): void {
    region = null
    cursorStyle = null
    sets = new Map()
    modes = new Map()
  }
  function note(isSet: boolean) {
    return (parameters: Parameters): boolean => {
      for (const parameter of parameters) {
        if (typeof parameter === 'number' && keptModes.has(parameter)) modes.set(parameter, isSet)
      }
      return false
    }
  }
  const { parser } = terminal
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, note(true))
  parser.registerCsiHandler({ prefix: '?', final: 'l' }, note(false))
  parser.registerCsiHandler({ final: 'r' }, ([top, bottom]) => {
    region = regionOf(top, bottom, terminal.rows)
    return false
  })
  parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, ([style]) => {
    cursorStyle = typeof style === 'number' ? style : null
    return false
  })
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, () => {
    forget()
    return false
  })
  parser.registerEscHandler({ final: 'c' }, () => {
    forget()
    return false
  })
  for (const slot of ['(', ')', '*', '+']) {
    for (const final of ['0', 'A', 'B']) {
      parser.registerEscHandler({ intermediates: slot, final }, () => {
        sets.set(slot, final)
        return false
      })
    }
  }
  for (const number of [0, 2]) {
    parser.registerOscHandler(number, (text) => {
      title = text.slice(0, longestTitle)
      return false
    })
  }

  return {
    resized() {
      region = null
    },
    beforeCursor: () => (region === null ? '' : `\u001b[${region.top};${region.bottom}r`),
    afterCursor() {
      const told = [...modes].map(([mode, isSet]) => `\u001b[?${mode}${isSet ? 'h' : 'l'}`)
      const charsets = [...sets]
        .filter(([, final]) => final !== 'B')
        .map(([slot, final]) => `\u001b${slot}${final}`)
      const style = cursorStyle === null ? '' : `\u001b[${cursorStyle} q`
      const heading = title === null ? '' : `\u001b]2;${title}\u0007`
      return [...told, ...charsets, style, heading].join('')
    },
    regionTop: () => (region === null ? 0 : region.top - 1),
  }
}

/** Null for the whole screen, which is what nonsense means too. */
function regionOf(
  top: number | number[] | undefined,
  bottom: number | number[] | undefined,
  rows: number,
): { top: number; bottom: number } | null {
  const first = typeof top === 'number' && top > 0 ? top : 1
  const last = typeof bottom === 'number' && bottom > 0 ? Math.min(bottom, rows) : rows
  return last <= first || (first === 1 && last === rows) ? null : { top: first, bottom: last }
}
