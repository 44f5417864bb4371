// A picture of the window in a file, kept up to date: how somebody without a display sees that the app works.
import { resolve } from 'node:path'
import type { BrowserWindow } from 'electron'
import { writeWhole } from '../files.ts'

const times = {
  /** What arrives in main arrives in the page too; by then it has drawn it and its transitions are over. */
  settleMs: 600,
  /** Not more often than this: capturing a window without a GPU takes some tens of milliseconds. */
  apartMs: 5000,
} as const

export interface Screenshots {
  /** Something on the screen changed. */
  changed(): void
}

export interface ScreenshotOptions {
  window: BrowserWindow
  file: string
  /** Told the absolute path after the first picture. */
  onFirst: (path: string) => void
  onProblem: (error: unknown) => void
}

export function keepScreenshot({ window, file, onFirst, onProblem }: ScreenshotOptions): Screenshots {
  const path = resolve(file)
  let timer: NodeJS.Timeout | null = null
  let lastTaken = Number.NEGATIVE_INFINITY
  let isFirst = true

  async function take(): Promise<void> {
    timer = null
    lastTaken = Date.now()
    if (window.isDestroyed()) return
    try {
      const image = await window.webContents.capturePage()
      writeWhole(path, image.toPNG(), 0o644)
      if (isFirst) onFirst(path)
      isFirst = false
    } catch (error) {
      onProblem(error)
    }
  }

  window.once('closed', () => {
    if (timer !== null) clearTimeout(timer)
  })
  return {
    changed() {
      const wait = Math.max(times.settleMs, lastTaken + times.apartMs - Date.now())
      timer ??= setTimeout(() => void take(), wait)
    },
  }
}
