// The dialog that creates a container from the sample or from a bundle.
import { expect, type Locator, type Page } from '@playwright/test'

export class CreateDialog {
  readonly dialog: Locator
  readonly id: Locator
  readonly bundle: Locator
  readonly bundleContent: Locator
  readonly startsAfter: Locator
  readonly submit: Locator
  readonly cancel: Locator

  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.dialog = page.getByRole('dialog', { name: 'Create a container' })
    this.id = this.dialog.getByRole('textbox', { name: 'Id' })
    this.bundle = this.dialog.getByRole('textbox', { name: 'Bundle directory' })
    this.bundleContent = this.dialog.getByLabel('What the bundle holds')
    this.startsAfter = this.dialog.getByRole('checkbox', { name: 'Start it right away' })
    this.submit = this.dialog.getByRole('button', { name: 'Create', exact: true })
    this.cancel = this.dialog.getByRole('button', { name: 'Cancel' })
  }

  /** From the list, with its Create button in sight, to a container that was made. */
  async create(bundle: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Create', exact: true }).click()
    await this.chooseBundle(bundle)
    await this.submit.click()
    await expect(this.dialog).toBeHidden()
  }

  async chooseBundle(path: string): Promise<void> {
    await this.dialog.getByRole('radio', { name: 'Bundle' }).click()
    await this.bundle.fill(path)
  }
}
