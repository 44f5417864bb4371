// The tab of a container's page that shows its processes, and the dialogs of one of them.
import type { Locator, Page } from '@playwright/test'

export class ProcessesTab {
  readonly tab: Locator
  readonly tree: Locator
  readonly filter: Locator
  readonly details: Locator
  readonly signal: Locator
  readonly empty: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.tab = page.getByRole('tab', { name: 'Processes' })
    this.tree = page.getByRole('treegrid', { name: 'Processes' })
    this.filter = page.getByRole('searchbox', { name: 'Filter processes' })
    this.details = page.getByRole('main').getByRole('button', { name: 'Details' })
    this.signal = page.getByRole('main').getByRole('button', { name: 'Signal…' })
    this.empty = page.getByRole('region', { name: 'No processes' })
  }

  /** By a part of its command line. */
  line(command: string | RegExp): Locator {
    return this.tree.getByRole('row').filter({ hasText: command })
  }

  head(column: string): Locator {
    return this.tree.getByRole('columnheader', { name: column })
  }

  /** By its place, the head being 0; negative ones count from the end. */
  row(place: number): Locator {
    return this.tree.getByRole('row').nth(place)
  }

  /** On the host. */
  async pidOf(command: string | RegExp): Promise<number> {
    return Number(await this.line(command).getByRole('gridcell').first().textContent())
  }

  /** Of the process with this pid. */
  detailDialog(pid: number): Locator {
    return this.#page.getByRole('dialog', { name: new RegExp(`^Process .* ${pid}$`) })
  }

  signalDialog(pid: number): Locator {
    return this.#page.getByRole('dialog', { name: new RegExp(`^Signal .* ${pid}$`) })
  }
}
