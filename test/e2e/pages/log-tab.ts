// The tab with a container's log.
import { expect, type Locator, type Page } from '@playwright/test'

export class LogTab {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** From a container's page, or for the row that the cursor is on. */
  async open(): Promise<void> {
    await this.#page.keyboard.press('l')
    await expect(this.#page.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true')
  }

  get lines(): Locator {
    return this.#page.getByRole('log', { name: 'Log lines' })
  }

  /** One that is drawn. */
  line(text: string | RegExp): Locator {
    return this.lines.locator('[data-line-text]').filter({ hasText: text })
  }

  tool(name: string): Locator {
    return this.#page.getByRole('toolbar', { name: 'Log' }).getByRole('button', { name, exact: true })
  }

  async show(name: 'Output' | 'Times', choice: string): Promise<void> {
    await this.#page.getByRole('combobox', { name, exact: true }).selectOption({ label: choice })
  }

  get searchBar(): Locator {
    return this.#page.getByRole('region', { name: 'Search in the log' })
  }

  get matches(): Locator {
    return this.#page.getByRole('list', { name: 'Matches' })
  }

  get saveBar(): Locator {
    return this.#page.getByRole('region', { name: 'Save the log' })
  }

  async search(text: string): Promise<void> {
    await this.#page.keyboard.press('Control+f')
    await this.searchBar.getByRole('textbox').fill(text)
  }

  /** The text that is drawn first or last. */
  async expectEnd(text: string): Promise<void> {
    await expect(this.lines.locator('[data-line-text]').last()).toHaveText(text)
  }

  async isAtEnd(): Promise<boolean> {
    return this.lines.evaluate(
      ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 4,
    )
  }
}
