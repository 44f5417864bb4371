// The keys that belong to the application rather than to the page. They come from a menu that is never shown: so they
// reach us only when the page, or the program in a terminal that has the focus, has no use for them.
import { Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'

const always: MenuItemConstructorOptions[] = [
  { role: 'resetZoom', accelerator: 'Ctrl+0' },
  { role: 'zoomIn', accelerator: 'Ctrl+Plus' },
  { role: 'zoomIn', accelerator: 'Ctrl+=' },
  { role: 'zoomOut', accelerator: 'Ctrl+-' },
  { role: 'togglefullscreen', accelerator: 'F11' },
]

const whileDeveloping: MenuItemConstructorOptions[] = [
  { role: 'reload', accelerator: 'Ctrl+Shift+R' },
  { role: 'toggleDevTools', accelerator: 'Ctrl+Shift+I' },
]

/** No window gets a menu of its own accord; building Electron's default one costs time before the first paint. */
export function removeDefaultMenu(): void {
  Menu.setApplicationMenu(null)
}

/** `quit` as by the button of the main window, which may ask. */
export function addKeys(window: BrowserWindow, isDevelopment: boolean, quit: () => void): void {
  const submenu = [
    { label: 'Quit', accelerator: 'Ctrl+Q', click: quit },
    ...always,
    ...(isDevelopment ? whileDeveloping : []),
  ]
  window.setMenu(Menu.buildFromTemplate([{ label: 'Keys', submenu }]))
  window.setMenuBarVisibility(false)
}
