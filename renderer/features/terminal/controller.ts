// Keeps the screen of one tab: loads xterm when the tab is first seen, joins it to the session's stream, and offers
// what keys and menus do with it. React gives it an element and tells it of changes; nothing here is drawn by React.
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { TerminalSize } from '../../../src-shared/terminal-size.ts'
import { engine } from '../../engine/index.ts'
import type { TerminalTab } from '../../stores/terminals.ts'
import { createAttachment } from './attachment.ts'
import { paceScreen } from './paced-screen.ts'
import { createLineInput } from './line-input.ts'
import { questionAbout, textToSend } from './paste-text.ts'
import type { PasteQuestion } from './paste-text.ts'
import type { ViewSettings, XtermView } from './xterm-view.ts'

export interface ControllerOptions {
  element: HTMLElement
  settings: ViewSettings
  /** Whether programs may put text on the clipboard now, and whether a paste of many lines is asked about. */
  mayCopy: () => boolean
  asksBeforePaste: () => boolean
  onCopy: (text: string) => void
  onSelect: (text: string) => void
  /** `paste` is to be called when the answer is yes. */
  onPasteQuestion: (question: PasteQuestion) => void
  onKey: (event: KeyboardEvent) => boolean
  /** At most five times a second. */
  onTitle: (title: string) => void
  onLink: (address: string) => void
  onLinkHover: (address: string | null) => void
  onMenu: (place: { x: number; y: number }) => void
  /** The session's stream could not be had, or broke. */
  onBroken: (error: ErrorInfo) => void
  /** ^C for a program that has no terminal to make a signal of it. */
  onInterrupt: () => void
  /** xterm could not be loaded or started. */
  onFailure: (error: unknown) => void
}

export interface TerminalController {
  /** The tab as it is now: follows its session. */
  follow(tab: Pick<TerminalTab, 'state' | 'session' | 'isNew'>, connections: number): void
  setVisible(isVisible: boolean): void
  apply(settings: ViewSettings): void
  /** Sends text as if it had been typed, in the brackets that the program asked for. */
  paste(text: string): void
  /** Now, or as soon as there is something to focus. */
  focus(): void
  readonly view: XtermView | null
  dispose(): void
}

/** The screens that are there, by tab, for actions that come from elsewhere. */
const controllers = new Map<string, TerminalController>()
/** The tab whose screen takes the focus when it comes. */
let awaited: string | null = null
const sizeWaiters = new Map<string, (size: TerminalSize) => void>()
let lastSize: TerminalSize = { columns: 80, rows: 24 }

/** A program may change its title with every line it writes; the tab is not drawn that often. */
const titleEveryMs = 200

/** How long a session waits to be told the size of its screen before it starts with the last one known. */
const sizeWaitMs = 500

/** The size of a tab's screen, so that a program starts with it. The screen appears while this waits. */
export function sizeOf(key: string): Promise<TerminalSize> {
  if (controllers.get(key)?.view) return Promise.resolve(lastSize)
  return new Promise((resolve) => {
    const settle = (size: TerminalSize): void => {
      clearTimeout(limit)
      sizeWaiters.delete(key)
      resolve(size)
    }
    const limit = setTimeout(() => settle(lastSize), sizeWaitMs)
    sizeWaiters.set(key, settle)
  })
}

export function controllerOf(key: string | null): TerminalController | undefined {
  return key === null ? undefined : controllers.get(key)
}

/** Now, or once there is a screen: the first one is asked for while the dock itself is still being loaded. */
export function focusScreen(key: string | null): void {
  const controller = controllerOf(key)
  awaited = controller ? null : key
  controller?.focus()
}

/** Makes the controller of a tab and keeps it until it is disposed of. */
export function createController(key: string, options: ControllerOptions): TerminalController {
  let view: XtermView | null = null
  let isLoading = false
  let isDisposed = false
  let wantsFocus = false
  let isShown = false
  let isTerminal = true
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()
  let { settings } = options
  let shownSession: string | null = null
  let connections = 0
  let title = ''
  let titleTimer: ReturnType<typeof setTimeout> | undefined
  /** What was drawn before xterm was there; the stream is opened at once, in parallel. */
  let early: { bytes: Uint8Array; done: (() => void) | undefined }[] = []

  const attachment = createAttachment({
    open: engine.open,
    screen: paceScreen(
      {
        write(bytes, done) {
          if (view === null) early.push({ bytes, done })
          else view.write(bytes, done)
        },
      },
      () => document.visibilityState === 'hidden',
    ),
    onShape: (size) => view?.setShape(size),
    onEnd(result) {
      // How the program ended comes with the list of sessions, which also tells it of tabs that are hidden.
      if (result.ok) return
      // Whoever follows the session from here on needs another stream.
      shownSession = null
      options.onBroken(result.error)
    },
  })

  /** For a program on pipes; what has no input takes what is typed nowhere. */
  const lineInput = createLineInput({
    echo: (text) => view?.write(encoder.encode(text)),
    send: (text) => attachment.input(encoder.encode(text)),
    end: () => attachment.endInput(),
    interrupt: options.onInterrupt,
  })

  async function load(): Promise<void> {
    const { createXtermView } = await import('./xterm-view.ts')
    const made = await createXtermView({
      ...options,
      settings,
      onPaste(text) {
        const question = options.asksBeforePaste() ? questionAbout(text, made.isBracketing) : null
        if (question === null) controller.paste(text)
        else options.onPasteQuestion(question)
      },
      isReplaying: attachment.isReplaying,
      onInput: (bytes) => (isTerminal ? attachment.input(bytes) : lineInput(decoder.decode(bytes))),
      onTitle(changed) {
        title = changed
        titleTimer ??= setTimeout(tellTitle, titleEveryMs)
      },
      onSize(columns, rows) {
        lastSize = { columns, rows }
        attachment.resize(columns, rows)
        sizeWaiters.get(key)?.(lastSize)
      },
    })
    if (isDisposed) {
      made.dispose()
      return
    }
    view = made
    made.apply(settings)
    made.setTerminal(isTerminal)
    made.setVisible(isShown)
    for (const { bytes, done } of early) made.write(bytes, done)
    early = []
    if (wantsFocus) made.focus()
  }

  function tellTitle(): void {
    titleTimer = undefined
    options.onTitle(title)
  }

  const controller: TerminalController = {
    follow(tab, connectionsNow) {
      const isReconnected = connectionsNow !== connections
      connections = connectionsNow
      if (tab.state === 'open' && tab.session) {
        isTerminal = tab.session.tty
        view?.setTerminal(isTerminal)
        const session = `${tab.session.id} ${tab.session.openedAt}`
        if (session !== shownSession) attachment.start(tab.session.id, tab.isNew)
        else if (isReconnected) attachment.reattach()
        shownSession = session
      } else if (tab.state === 'opening') {
        attachment.expect()
      } else {
        attachment.stop()
      }
    },
    setVisible(isVisible) {
      isShown = isVisible
      view?.setVisible(isVisible)
      attachment.setVisible(isVisible)
      if (!isVisible || view !== null || isLoading) return
      isLoading = true
      load().catch(options.onFailure)
    },
    apply(next) {
      settings = next
      view?.apply(next)
    },
    paste(text) {
      if (view === null || text === '') return
      if (isTerminal) attachment.input(encoder.encode(textToSend(text, view.isBracketing)))
      else lineInput(textToSend(text, false))
      view.scroll('bottom')
    },
    focus() {
      wantsFocus = true
      view?.focus()
    },
    get view() {
      return view
    },
    dispose() {
      isDisposed = true
      clearTimeout(titleTimer)
      controllers.delete(key)
      attachment.dispose()
      view?.dispose()
    },
  }
  controllers.set(key, controller)
  if (awaited === key) focusScreen(key)
  return controller
}
