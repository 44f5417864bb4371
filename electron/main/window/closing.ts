// The window is closed by hand while programs run in terminals that would end with the app: the user is asked, and may keep
// them. The window is hidden then until the next start of the app shows it again, with all that they said meanwhile: also
// once they have ended, for what a build said at its end is what one has kept it for.
import { app, dialog, type BrowserWindow } from 'electron'
import type { TerminalSummary } from '../../../src-shared/terminal-model.ts'

/** An engine that does not answer within this has nothing that could be kept. */
const answersWithinMs = 1000

const [keep, end, cancel] = [0, 1, 2]

export interface ClosingOptions {
  sessions: () => Promise<TerminalSummary[]>
  onProblem: (error: unknown) => void
}

/** Quitting (a signal, the end of the user's session) is not asked about. */
export function askBeforeClosing(window: BrowserWindow, { sessions, onProblem }: ClosingOptions): void {
  let isDecided = false
  let isAsking = false
  app.once('before-quit', () => {
    isDecided = true
  })

  async function decide(): Promise<void> {
    const programs = endingWithTheApp(await inTime(sessions()))
    const answer = programs.length === 0 ? end : await ask(window, programs)
    if (window.isDestroyed() || answer === cancel) return
    if (answer === keep) {
      window.hide()
      return
    }
    isDecided = true
    window.close()
  }

  window.on('close', (event) => {
    if (isDecided) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    decide()
      .catch(onProblem)
      .finally(() => {
        isAsking = false
      })
  })
}

/** What runs in terminals and has no monitor of its own. */
export function endingWithTheApp(sessions: readonly TerminalSummary[]): TerminalSummary[] {
  return sessions.filter(({ kind, exit }) => exit === null && (kind === 'exec' || kind === 'pipes'))
}

async function ask(window: BrowserWindow, programs: readonly TerminalSummary[]): Promise<number> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    ...questionAbout(programs),
    defaultId: keep,
    cancelId: cancel,
  })
  return response
}

/** The buttons in the order of the answers. */
export function questionAbout(programs: readonly TerminalSummary[]): {
  message: string
  detail: string
  buttons: string[]
} {
  const [first] = programs
  const after = 'start Runc Desktop again to see its window. Containers are not affected.'
  if (first !== undefined && programs.length === 1) {
    return {
      message: `A program still runs in a terminal of ${first.containerId}.`,
      detail: `It ends with the app. Kept, it runs on without a window; ${after}`,
      buttons: ['Keep it running', 'End it and close', 'Cancel'],
    }
  }
  return {
    message: `${programs.length} programs still run in terminals.`,
    detail: `They end with the app. Kept, they run on without a window; ${after}`,
    buttons: ['Keep them running', 'End them and close', 'Cancel'],
  }
}

/** Nothing of an engine that is gone or hangs: it must not keep the window from being closed. */
async function inTime(asked: Promise<TerminalSummary[]>): Promise<TerminalSummary[]> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<TerminalSummary[]>((resolve) => {
    timer = setTimeout(() => resolve([]), answersWithinMs)
  })
  const known = await Promise.race([asked.catch(() => []), limit])
  clearTimeout(timer)
  return known
}
