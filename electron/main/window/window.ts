// The one function that creates windows, with every preference that matters for security written out.
import { BrowserWindow, screen, type BrowserWindowConstructorOptions } from 'electron'
import { pageAddress } from '../security/page-files.ts'
import type { SettingsStore } from '../settings.ts'
import { currentBackground, followTheme } from './appearance.ts'
import { openingBounds, smallest, type Bounds } from './bounds.ts'

/** Moving and resizing send an event per frame; the last one counts. */
const rememberAfterMs = 800

/** A page that cannot draw must not keep the window from being seen, and closed. */
const showLatestMs = 5000

export interface PageWindowOptions {
  preload: string
  /** Developer tools exist and may be opened. */
  isDevelopment: boolean
  /** The page did not load, or the window's place could not be saved. */
  onProblem: (error: unknown) => void
}

/** A window with our page in it; `look` is what may differ between them, `show` is called when there is something to see. */
export function createPageWindow(
  { preload, isDevelopment, onProblem }: PageWindowOptions,
  address: string,
  look: Omit<BrowserWindowConstructorOptions, 'webPreferences' | 'show'>,
  show: (window: BrowserWindow) => void,
): BrowserWindow {
  const window = new BrowserWindow({
    ...look,
    title: 'Runc Desktop',
    backgroundColor: currentBackground(),
    show: false,
    // The menu exists for its keys alone (see keys.ts).
    autoHideMenuBar: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      devTools: isDevelopment,
    },
  })
  function showOnce(): void {
    clearTimeout(latest)
    if (!window.isDestroyed() && !window.isVisible()) show(window)
  }
  const latest = setTimeout(showOnce, showLatestMs)
  window.once('ready-to-show', showOnce)
  // Begun before anything else that can wait: the page's process starts up meanwhile.
  window.loadURL(address).catch(onProblem)
  followTheme(window)
  return window
}

export interface WindowOptions extends PageWindowOptions {
  settings: SettingsStore
  onShown: () => void
}

/** The main window, as it was left. */
export function createWindow({ settings, onShown, ...options }: WindowOptions): BrowserWindow {
  const [primary, all] = [screen.getPrimaryDisplay(), screen.getAllDisplays()]
  const others = all.filter((display) => display.id !== primary.id)
  const areas = [primary, ...others].map((display) => display.workArea)
  const { position, size, maximized } = openingBounds(settings.get().windowBounds, areas)
  const look = {
    ...position,
    ...size,
    minWidth: Math.min(smallest.width, size.width),
    minHeight: Math.min(smallest.height, size.height),
  }
  const window = createPageWindow(options, pageAddress, look, (ready) => {
    if (maximized) ready.maximize()
    ready.show()
    onShown()
  })
  rememberBounds(window, settings, options.onProblem)
  return window
}

function rememberBounds(
  window: BrowserWindow,
  settings: SettingsStore,
  onProblem: (error: unknown) => void,
): void {
  let timer: NodeJS.Timeout | undefined

  function remember(): void {
    clearTimeout(timer)
    if (window.isMinimized() || window.isFullScreen()) return
    const now: Bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    if (JSON.stringify(now) === JSON.stringify(settings.get().windowBounds)) return
    try {
      settings.set({ windowBounds: now })
    } catch (error) {
      onProblem(error)
    }
  }

  function rememberSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(remember, rememberAfterMs)
  }

  // Not `on(['resize', …])`: the window itself moves and resizes while it is placed, before anybody sees it.
  window.once('show', () => {
    window.on('resize', rememberSoon)
    window.on('move', rememberSoon)
    window.on('maximize', rememberSoon)
    window.on('unmaximize', rememberSoon)
    window.on('close', remember)
  })
}
