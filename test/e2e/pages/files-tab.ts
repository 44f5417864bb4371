// The files of a container: the directory that is shown, the rows in sight, the preview beside it.
import { expect, type Locator, type Page } from '@playwright/test'

export class FilesTab {
  readonly table: Locator
  readonly directory: Locator
  readonly filter: Locator
  readonly transfers: Locator
  readonly upload: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.table = page.getByRole('grid', { name: 'Files' })
    this.directory = page.getByRole('navigation', { name: 'Directory' })
    this.filter = page.getByRole('searchbox', { name: 'Filter files' })
    this.transfers = page.getByRole('region', { name: 'Transfers' })
    this.upload = page.getByRole('button', { name: 'Upload', exact: true })
  }

  /** From the container’s page. */
  async show(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Files' }).click()
    await expect(this.table).toBeVisible()
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.#page.getByRole('button', { name, exact: true }) })
  }

  name(name: string): Locator {
    return this.table.getByRole('button', { name, exact: true })
  }

  async open(name: string): Promise<void> {
    await this.name(name).click()
  }

  /** Goes into directories, one after the other. */
  async enter(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.open(name)
      await this.expectIn(name)
    }
  }

  async expectIn(name: string): Promise<void> {
    await expect(this.directory.locator('[aria-current=location]')).toHaveText(name)
  }

  preview(name: string): Locator {
    return this.#page.getByRole('region', { name: `Preview of ${name}` })
  }

  async action(name: string, action: 'Download' | 'Delete' | 'Copy path of'): Promise<void> {
    await this.row(name).hover()
    await this.row(name)
      .getByRole('button', { name: `${action} ${name}`, exact: true })
      .click()
  }
}
