// What a terminal has been told beyond what is drawn and beyond what xterm's serialising writes down: the cursor's look,
// how the mouse is reported, the scroll region, the saved cursor, character sets, the title. Listens to the parser, changes nothing.
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
/** Those that change between the two screens. */
const screenModes = new Set([47, 1047, 1049])
/** In a row without a reset; more is nonsense. */
const mostRenditions = 32
/** Of a title: it is text of the program's. */
const longestTitle = 500

type Parameters = (number | number[])[]

export function createModeKeeper(terminal: Terminal): ModeKeeper {
  let region: { top: number; bottom: number } | null = null
  /** What was said of colours and the like since they were reset. */
  let rendition: string[] = []
  let saved: { column: number; row: number; rendition: string } | null = null
  let cursorStyle: number | null = null
  let title: string | null = null
  /** By slot (`(` to `+`): the set's final byte. */
  let sets = new Map<string, string>()
  let modes = new Map<number, boolean>()

  function forget(): void {
    region = null
    saved = null
    rendition = []
    cursorStyle = null
    sets = new Map()
    modes = new Map()
  }
  function note(isSet: boolean) {
    return (parameters: Parameters): boolean => {
      for (const parameter of parameters) {
        if (typeof parameter !== 'number') continue
        if (keptModes.has(parameter)) modes.set(parameter, isSet)
        // Each screen has its own.
        if (screenModes.has(parameter)) saved = null
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
  parser.registerCsiHandler({ final: 'm' }, (parameters) => {
    if (parameters[0] === 0) rendition = []
    rendition.push(`\u001b[${parameters.map(parameterText).join('')}m`)
    if (rendition.length > mostRenditions) rendition.shift()
    return false
  })
  const save = (): boolean => {
    const { cursorX, cursorY } = terminal.buffer.active
    saved = { column: cursorX + 1, row: cursorY + 1, rendition: rendition.join('') }
    return false
  }
  parser.registerEscHandler({ final: '7' }, save)
  parser.registerCsiHandler({ final: 's' }, save)
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
    beforeCursor() {
      const told = region === null ? '' : `\u001b[${region.top};${region.bottom}r`
      if (saved === null) return told
      const { column, row } = saved
      return `\u001b[m${saved.rendition}\u001b[${row};${column}H\u001b7\u001b[m${rendition.join('')}${told}`
    },
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

function parameterText(parameter: number | number[], index: number): string {
  // A list belongs to the parameter before it: 38:2::1:2:3.
  if (typeof parameter !== 'number') return parameter.map((part) => `:${part === -1 ? '' : part}`).join('')
  return `${index === 0 ? '' : ';'}${parameter}`
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
