// The bridge between the page and main: the calls of the contract by name, the engine's state, which terminals
// have windows of their own, and the hand-over of
// ports. Nothing of Electron crosses it, no event objects either.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels } from '../../src-shared/channels.ts'
import { windowCallNames } from '../../src-shared/window-call-names.ts'
import type {
  Answer,
  EngineState,
  Settings,
  TerminalWindow,
  WindowBridge,
} from '../../src-shared/window-contract.ts'

const known: ReadonlySet<string> = new Set(windowCallNames)

const bridge: WindowBridge = {
  call(name, args) {
    if (known.has(name)) return ipcRenderer.invoke(channels.call, name, args)
    const refusal: Answer<never> = {
      ok: false,
      error: {
        code: 'UnknownCall',
        message: `There is no call ${JSON.stringify(name)}.`,
      },
    }
    return Promise.resolve(refusal)
  },
  onEngineState(listener) {
    const told = (_event: unknown, state: EngineState): void => listener(state)
    ipcRenderer.on(channels.engineState, told)
    return () => ipcRenderer.off(channels.engineState, told)
  },
  onSettings(listener) {
    const told = (_event: unknown, settings: Settings): void => listener(settings)
    ipcRenderer.on(channels.settings, told)
    return () => ipcRenderer.off(channels.settings, told)
  },
  onTerminalWindows(listener) {
    const told = (_event: unknown, windows: TerminalWindow[]): void => listener(windows)
    ipcRenderer.on(channels.terminalWindows, told)
    return () => ipcRenderer.off(channels.terminalWindows, told)
  },
  pathOf: (file) => webUtils.getPathForFile(file),
}

contextBridge.exposeInMainWorld('runcDesktop', bridge)

// A port cannot cross the bridge; posted to our own window it reaches the page, which checks that source.
ipcRenderer.on(channels.enginePort, (event) => {
  window.postMessage(channels.enginePort, window.location.origin, event.ports)
})
