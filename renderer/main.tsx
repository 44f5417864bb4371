// The page's entry: connects to the engine first, so that the list is on its way while React draws the frame.
import './engine/index.ts'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { TerminalApp } from './app/TerminalApp.tsx'
import { startKeyboard } from './app/keyboard.ts'
import { followTheme } from './app/theme.ts'
import './app/styles.css'
import { startCommands } from './stores/commands.ts'
import { startContainerList } from './stores/container-list.ts'
import { startContainers } from './stores/containers.ts'
import { startEngineInfo } from './stores/engine-info.ts'
import { startOperations } from './stores/operations.ts'
import { startRoots } from './stores/roots.ts'
import { followSettings, loadSettings } from './stores/settings.ts'
import { openedFor } from './stores/terminal-windows.ts'
import { startUsageSort } from './stores/usage-sort.ts'
import { startUsage } from './stores/usage.ts'
import { followVisibility } from './ui/clock.ts'

/** Settings decide the first paint (the sidebar's width, the theme); main answers in a few milliseconds or never. */
const settingsWaitMs = 100

startContainers()
followVisibility()
followSettings()
if (openedFor === null) {
  startContainerList()
  startRoots()
  startUsage()
  startUsageSort()
  startOperations()
  startCommands()
  startEngineInfo()
  startKeyboard()
}

async function draw(): Promise<void> {
  const limit = new Promise<void>((resolve) => {
    setTimeout(resolve, settingsWaitMs)
  })
  // Without them the defaults hold; they are told of where they can be changed.
  await Promise.race([loadSettings().catch(() => {}), limit])
  followTheme()
  const root = document.getElementById('root')
  if (root) createRoot(root).render(openedFor === null ? <App /> : <TerminalApp />)
}

void draw()
