// Watches the rows of the list from within the page: which state each shows, and since when. What is not drawn cannot be
// watched, so the window is made as high as the list.
import type { Desktop } from './desktop.ts'

/** A row: whose state, by the name that it shows and the root that it is in. */
export interface RowName {
  root: string
  name: string
}

interface Watch {
  /** Resolves with when the row showed it; null stands for no row. Rejects when it does not in time. */
  until: (row: string, status: string | null, limitMs: number) => Promise<number>
  all: () => Record<string, string>
}

declare global {
  interface Window {
    rowWatch?: Watch
  }
}

/** In pixels. Higher than any list of a test, and narrow, for without a GPU each pixel costs. */
const size = { width: 900, height: 5000 } as const

export class RowWatch {
  readonly #desktop: Desktop

  private constructor(desktop: Desktop) {
    this.#desktop = desktop
  }

  /** The columns of name, root and status must be shown. */
  static async start(desktop: Desktop): Promise<RowWatch> {
    // A picture of the window and a copy of its document at each question would take longer than what is measured.
    await desktop.stopRecording()
    await desktop.page.emulateMedia({ reducedMotion: 'reduce' })
    await desktop.app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, size)
    await desktop.page.waitForFunction((height) => window.innerHeight === height, size.height)
    await desktop.page.evaluate(watchRows)
    return new RowWatch(desktop)
  }

  /** When (by Date.now()) the row was painted so. */
  until(row: RowName, status: string | null, limitMs: number): Promise<number> {
    return this.#desktop.page.evaluate(
      ([key, wanted, limit]) => {
        if (!window.rowWatch) throw new Error('The rows are not watched.')
        return window.rowWatch.until(key, wanted, limit)
      },
      [keyOf(row), status, limitMs] as const,
    )
  }

  /** The state of every row, by `keyOf`. */
  async all(): Promise<Map<string, string>> {
    return new Map(Object.entries(await this.#desktop.page.evaluate(() => window.rowWatch?.all() ?? {})))
  }
}

export function keyOf({ root, name }: RowName): string {
  return `${root} ${name}`
}

/** Runs in the page. */
function watchRows(): void {
  const shown = new Map<string, { status: string | null; at: number }>()
  const waiting = new Set<() => void>()

  function textOf(row: Element, column: string): string {
    const cell = row.querySelector(`[data-column=${column}]`)
    // A long text stands there in pieces for the eye and whole for the ear.
    return (cell?.querySelector('button .spoken, :scope > span > .spoken') ?? cell)?.textContent ?? ''
  }

  function read(): Map<string, string> {
    const rows = new Map<string, string>()
    for (const row of document.querySelectorAll('[role=grid] [aria-rowindex]')) {
      if (!row.querySelector('td[data-column=name] button')) continue
      // An exit code may stand behind it, and a word of what is being done in its place.
      const [status = ''] =
        /^(creating|created|running|pausing|paused|stopped|broken)/.exec(textOf(row, 'status')) ?? []
      rows.set(`${textOf(row, 'root')} ${textOf(row, 'name')}`, status)
    }
    return rows
  }

  function compare(): void {
    const rows = read()
    const changed: [string, string | null][] = []
    for (const [key, status] of rows) if (shown.get(key)?.status !== status) changed.push([key, status])
    for (const [key, { status }] of shown) if (status !== null && !rows.has(key)) changed.push([key, null])
    if (changed.length === 0) return
    // After the frame that shows it was drawn.
    requestAnimationFrame(() =>
      setTimeout(() => {
        const at = Date.now()
        for (const [key, status] of changed) shown.set(key, { status, at })
        for (const check of waiting) check()
      }),
    )
  }

  new MutationObserver(compare).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  })
  compare()

  window.rowWatch = {
    all: () => Object.fromEntries(read()),
    until: (key, wanted, limitMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check)
          reject(
            new Error(
              `${key} shows ${shown.get(key)?.status ?? 'no row'}, not ${wanted ?? 'no row'}, after ${limitMs} ms`,
            ),
          )
        }, limitMs)
        function check(): void {
          const now = shown.get(key)
          if ((now?.status ?? null) !== wanted) return
          clearTimeout(timer)
          waiting.delete(check)
          resolve(now?.at ?? 0)
        }
        waiting.add(check)
        check()
      }),
  }
}
