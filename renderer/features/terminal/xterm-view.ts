// One xterm in one element: its options, add-ons, colours, font and size. A chunk of its own, loaded with the first
// terminal. Knows nothing of sessions; bytes come in, bytes, sizes and titles go out.
import { FitAddon } from '@xterm/addon-fit'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import './terminal.css'
import { limitRepetition } from '../../../src-shared/sequence-limits.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import type { Settings } from '../../../src-shared/window-contract.ts'
import { listenForCopies } from './clipboard-sequence.ts'
import { fontFamily, fontLoaded } from './font.ts'
import { onThemeChange, readPalette } from './palette.ts'
import { guardReplay, isFocusReport } from './replay-guard.ts'
import { gpuDrawing } from './xterm-gpu.ts'
import { createSearch } from './xterm-search.ts'
import type { TerminalSearch } from './xterm-search.ts'

const limits = {
  /** Below this the element is collapsing or hidden, and no size to tell a program. */
  leastRows: 2,
  leastColumns: 10,
  /** A program may declare a link of any length. */
  addressCharacters: 4096,
  /** What readable text needs; lifts colours that a program puts on a background they were not made for. */
  contrast: 4.5,
} as const

/** What can be changed while it is there. */
export interface ViewSettings {
  fontSize: number
  fontFamily: string
  theme: Settings['terminalTheme']
  screenReader: boolean
  scrollback: number
  copyOnSelect: boolean
}

export interface XtermViewOptions {
  element: HTMLElement
  settings: ViewSettings
  isReplaying: () => boolean
  /** True when the event was a chord of ours and dealt with. */
  onKey: (event: KeyboardEvent) => boolean
  onInput: (bytes: Uint8Array<ArrayBuffer>) => void
  /** Text that is to be pasted; nothing has been done with it. */
  onPaste: (text: string) => void
  /** Something was selected, with the pointer. */
  onSelect: (text: string) => void
  /** A program puts text on the clipboard (OSC 52); only told while `mayCopy` says so. */
  onCopy: (text: string) => void
  mayCopy: () => boolean
  onSize: (columns: number, rows: number) => void
  onTitle: (title: string) => void
  /** A link was clicked with Ctrl held. */
  onLink: (address: string) => void
  /** The pointer came over a link, or left it (null). */
  onLinkHover: (address: string | null) => void
  /** The right button, at a place in the window. */
  onMenu: (place: { x: number; y: number }) => void
}

export interface XtermView {
  write(bytes: Uint8Array, done?: () => void): void
  focus(): void
  /** What has the focus while one types. */
  readonly textBox: HTMLElement | null
  /** What is selected, lines ended as on the screen; empty when nothing is. */
  selection(): string
  selectAll(): void
  clear(): void
  /** As it was in the beginning, whatever a program left behind; what was written is gone. */
  reset(): void
  scroll(to: 'top' | 'bottom'): void
  readonly search: TerminalSearch
  /** The program takes pastes in brackets. */
  readonly isBracketing: boolean
  apply(settings: ViewSettings): void
  setVisible(isVisible: boolean): void
  /** As large as the screen that what is replayed was drawn on; null: as large as its element. */
  setShape(size: TerminalSize | null): void
  /** False for bytes that come from pipes: nobody has put carriage returns into them. */
  setTerminal(isTerminal: boolean): void
  dispose(): void
}

/** Opens an xterm in an element that is visible. */
export async function createXtermView(options: XtermViewOptions): Promise<XtermView> {
  const { element } = options
  let { settings } = options
  await fontLoaded(settings.fontSize)
  const activate = (event: MouseEvent, address: string): void => {
    if (event.ctrlKey) options.onLink(address.slice(0, limits.addressCharacters))
  }
  const hover = (_: MouseEvent, address: string): void =>
    options.onLinkHover(address.slice(0, limits.addressCharacters))
  const leave = (): void => options.onLinkHover(null)

  element.dataset['terminalTheme'] = settings.theme
  const terminal = new Terminal({
    // For the width tables of Unicode 11 and the marks of a search.
    allowProposedApi: true,
    // What a program writes that is no valid sequence is nobody's error, and would fill the console by the thousand.
    logLevel: 'off',
    fontFamily: fontFamily(settings.fontFamily),
    fontSize: settings.fontSize,
    fontWeight: 400,
    fontWeightBold: 700,
    theme: readPalette(element),
    minimumContrastRatio: limits.contrast,
    scrollback: settings.scrollback,
    screenReaderMode: settings.screenReader,
    // Nothing moves without a reason, and an idle window draws nothing.
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    // Links that a program declares (OSC 8); xterm's own handler would ask and open a window.
    linkHandler: { activate, hover, leave },
  })
  limitRepetition(terminal)
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  terminal.loadAddon(new WebLinksAddon(activate, { hover, leave }))
  const search = createSearch(terminal, element)
  guardReplay(terminal.parser, options.isReplaying)
  listenForCopies(terminal.parser, () => !options.isReplaying() && options.mayCopy(), options.onCopy)
  terminal.attachCustomKeyEventHandler((event) => !options.onKey(event))

  const encoder = new TextEncoder()
  terminal.onData((text) => {
    if (options.isReplaying() && isFocusReport(text)) return
    options.onInput(encoder.encode(text))
  })
  // Mouse reports of the old protocol: one byte a character.
  terminal.onBinary((text) => options.onInput(Uint8Array.from(text, (character) => character.charCodeAt(0))))
  terminal.onTitleChange(options.onTitle)
  /** Its size is that of what is replayed, and nothing to tell a program. */
  let isShaped = false
  terminal.onResize(({ cols, rows }) => {
    if (!isShaped) options.onSize(cols, rows)
  })
  terminal.open(element)
  const gpu = gpuDrawing(terminal, () => fitNow())

  const listeners = new AbortController()
  // Everything typed here is the program's: nothing outside may take it for a key of its own.
  element.addEventListener('keydown', (event) => event.stopPropagation(), { signal: listeners.signal })
  // Before xterm's own: it would send ten megabytes in one go, and whatever the text says.
  element.addEventListener(
    'paste',
    (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      options.onPaste(event.clipboardData?.getData('text/plain') ?? '')
    },
    { signal: listeners.signal, capture: true },
  )
  element.addEventListener(
    'mouseup',
    () => {
      // xterm has the selection whole after the event.
      if (settings.copyOnSelect) setTimeout(() => options.onSelect(terminal.getSelection()))
    },
    { signal: listeners.signal },
  )
  element.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault()
      // A program that asked for the pointer gets the right button too; with Shift it stays ours.
      if (terminal.modes.mouseTrackingMode === 'none' || event.shiftKey) {
        options.onMenu({ x: event.clientX, y: event.clientY })
      }
    },
    { signal: listeners.signal },
  )

  function fitNow(): void {
    if (isShaped) return
    const proposed = fit.proposeDimensions()
    if (!proposed || !element.checkVisibility()) return
    if (!(proposed.rows >= limits.leastRows && proposed.cols >= limits.leastColumns)) return
    if (proposed.rows === terminal.rows && proposed.cols === terminal.cols) return
    terminal.resize(proposed.cols, proposed.rows)
  }

  let frame = 0
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(fitNow)
  })
  observer.observe(element)
  const stopTheme = onThemeChange(() => {
    terminal.options.theme = readPalette(element)
  })
  fitNow()
  // Also when the element happens to have xterm's own 80 × 24.
  options.onSize(terminal.cols, terminal.rows)

  return {
    write: (bytes, done) => terminal.write(bytes, done),
    focus: () => terminal.focus(),
    textBox: terminal.textarea ?? null,
    selection: () => terminal.getSelection(),
    selectAll: () => terminal.selectAll(),
    clear: () => terminal.clear(),
    reset: () => terminal.reset(),
    scroll: (to) => (to === 'top' ? terminal.scrollToTop() : terminal.scrollToBottom()),
    search,
    get isBracketing() {
      return terminal.modes.bracketedPasteMode
    },
    apply(next) {
      settings = next
      element.dataset['terminalTheme'] = next.theme
      // xterm does nothing for an option that stays as it is.
      terminal.options.fontSize = next.fontSize
      terminal.options.fontFamily = fontFamily(next.fontFamily)
      terminal.options.screenReaderMode = next.screenReader
      terminal.options.scrollback = next.scrollback
      terminal.options.theme = readPalette(element)
      fitNow()
    },
    setTerminal(isTerminal) {
      terminal.options.convertEol = !isTerminal
    },
    setVisible: (isVisible) => gpu.setWanted(isVisible),
    setShape(size) {
      isShaped = size !== null
      if (size === null) fitNow()
      else terminal.resize(size.columns, size.rows)
    },
    dispose() {
      gpu.dispose()
      cancelAnimationFrame(frame)
      observer.disconnect()
      listeners.abort()
      stopTheme()
      terminal.dispose()
    },
  }
}
