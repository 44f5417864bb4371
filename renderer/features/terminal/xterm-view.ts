// One xterm in one element: its options, add-ons, colours, font and size. A chunk of its own, loaded with the first
// terminal. Knows nothing of sessions; bytes come in, bytes, sizes and titles go out.
import { FitAddon } from '@xterm/addon-fit'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import './terminal.css'
import { fontFamily, fontLoaded } from './font.ts'
import { onThemeChange, readPalette } from './palette.ts'
import { guardReplay, isFocusReport } from './replay-guard.ts'

const limits = {
  /** More costs memory (some 30 MB at 10,000 lines) and throughput. */
  scrollbackLines: 5_000,
  /** Below this the element is collapsing or hidden, and no size to tell a program. */
  leastRows: 2,
  leastColumns: 10,
  /** A program may declare a link of any length. */
  addressCharacters: 4096,
  /** What readable text needs; lifts colours that a program puts on a background they were not made for. */
  contrast: 4.5,
} as const

export interface XtermViewOptions {
  element: HTMLElement
  fontSize: number
  screenReader: boolean
  isReplaying: () => boolean
  /** True when the event was a chord of ours and dealt with. */
  onKey: (event: KeyboardEvent) => boolean
  onInput: (bytes: Uint8Array<ArrayBuffer>) => void
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
  setFontSize(size: number): void
  setScreenReader(isOn: boolean): void
  dispose(): void
}

/** Opens an xterm in an element that is visible. */
export async function createXtermView(options: XtermViewOptions): Promise<XtermView> {
  const { element } = options
  await fontLoaded(options.fontSize)
  const activate = (event: MouseEvent, address: string): void => {
    if (event.ctrlKey) options.onLink(address.slice(0, limits.addressCharacters))
  }
  const hover = (_: MouseEvent, address: string): void =>
    options.onLinkHover(address.slice(0, limits.addressCharacters))
  const leave = (): void => options.onLinkHover(null)

  const terminal = new Terminal({
    // For the width tables of Unicode 11 only.
    allowProposedApi: true,
    // What a program writes that is no valid sequence is nobody's error, and would fill the console by the thousand.
    logLevel: 'off',
    fontFamily,
    fontSize: options.fontSize,
    fontWeight: 400,
    fontWeightBold: 700,
    theme: readPalette(element),
    minimumContrastRatio: limits.contrast,
    scrollback: limits.scrollbackLines,
    screenReaderMode: options.screenReader,
    // Nothing moves without a reason, and an idle window draws nothing.
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    // Links that a program declares (OSC 8); xterm's own handler would ask and open a window.
    linkHandler: { activate, hover, leave },
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  terminal.loadAddon(new WebLinksAddon(activate, { hover, leave }))
  guardReplay(terminal.parser, options.isReplaying)
  terminal.attachCustomKeyEventHandler((event) => !options.onKey(event))

  const encoder = new TextEncoder()
  terminal.onData((text) => {
    if (options.isReplaying() && isFocusReport(text)) return
    options.onInput(encoder.encode(text))
  })
  // Mouse reports of the old protocol: one byte a character.
  terminal.onBinary((text) => options.onInput(Uint8Array.from(text, (character) => character.charCodeAt(0))))
  terminal.onTitleChange(options.onTitle)
  terminal.onResize(({ cols, rows }) => options.onSize(cols, rows))
  terminal.open(element)

  const listeners = new AbortController()
  // Everything typed here is the program's: nothing outside may take it for a key of its own.
  element.addEventListener('keydown', (event) => event.stopPropagation(), { signal: listeners.signal })
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
    setFontSize(size) {
      if (terminal.options.fontSize === size) return
      terminal.options.fontSize = size
      fitNow()
    },
    setScreenReader(isOn) {
      terminal.options.screenReaderMode = isOn
    },
    dispose() {
      cancelAnimationFrame(frame)
      observer.disconnect()
      listeners.abort()
      stopTheme()
      terminal.dispose()
    },
  }
}
