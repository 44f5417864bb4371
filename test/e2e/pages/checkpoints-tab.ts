// The Checkpoints tab of a container's page, and the dialogs that it opens.
import type { Locator, Page } from '@playwright/test'

export class CheckpointsTab {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async open(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Checkpoints' }).click()
  }

  get region(): Locator {
    return this.#page.getByRole('region', { name: 'Checkpoints', exact: true })
  }

  entry(name: string): Locator {
    return this.region.getByRole('listitem', { name, exact: true })
  }

  /** Of one that is restored, cloned or deleted. */
  button(name: string, action: 'Restore…' | 'Clone…' | 'Delete…'): Locator {
    return this.entry(name).getByRole('button', { name: action })
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog')
  }
}
