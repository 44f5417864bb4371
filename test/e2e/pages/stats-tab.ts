// The tab of a container's page that shows what it uses.
import type { Locator, Page } from '@playwright/test'

export class StatsTab {
  readonly tab: Locator
  readonly table: Locator
  readonly empty: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.tab = page.getByRole('tab', { name: 'Stats' })
    this.table = page.getByRole('table', { name: 'Figures over time' })
    this.empty = page.getByRole('region', { name: 'Nothing is counted' })
  }

  chart(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true })
  }

  /** The picture itself. */
  canvas(title: string): Locator {
    return this.chart(title).locator('canvas')
  }

  /** A figure of the legend. */
  figure(title: string, name: string): Locator {
    return this.chart(title)
      .locator('dl > div')
      .filter({ has: this.#page.locator(`dt:text-is("${name}")`) })
      .getByRole('definition')
  }

  choose(name: '2 min' | '10 min' | '2 h' | '24 h' | 'Charts' | 'Table'): Promise<void> {
    return this.#page.getByRole('radio', { name, exact: true }).click()
  }

  export(format: 'CSV' | 'JSON'): Promise<void> {
    return this.#page.getByRole('button', { name: format, exact: true }).click()
  }
}
