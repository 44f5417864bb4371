// A container's own page: its head with state and actions, its tabs.
import { expect, type Locator, type Page } from '@playwright/test'
import type { Status } from './containers-page.ts'

export class ContainerPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  heading(id: string): Locator {
    return this.#page.getByRole('heading', { name: id, exact: true })
  }

  action(name: string): Locator {
    return this.#page.getByRole('main').getByRole('button', { name, exact: true })
  }

  /** The end of what its program wrote. */
  get lastOutput(): Locator {
    return this.#page.getByRole('region', { name: 'Last output' }).locator('pre')
  }

  async expectStatus(status: Status): Promise<void> {
    await expect(this.#page.getByRole('main').getByText(status, { exact: true }).first()).toBeVisible()
  }
}
