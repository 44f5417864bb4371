// The list of containers: its rows, their states and their actions.
import { expect, type Locator, type Page } from '@playwright/test'

export type Status = 'creating' | 'created' | 'running' | 'pausing' | 'paused' | 'stopped' | 'broken'

/** Actions that a row shows itself; the others are in its menu. */
const rowActions = ['Start', 'Stop', 'Pause', 'Resume', 'Open terminal'] as const
export type RowAction = (typeof rowActions)[number]
export type MenuAction = RowAction | 'Kill…' | 'Delete' | 'Copy command'

export class ContainersPage {
  readonly list: Locator
  readonly empty: Locator
  readonly createButton: Locator
  readonly filter: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.list = page.getByRole('grid', { name: 'Containers' })
    this.empty = page.getByRole('region', { name: 'No containers yet' })
    this.createButton = page.getByRole('button', { name: 'Create', exact: true })
    this.filter = page.getByRole('searchbox')
  }

  row(id: string): Locator {
    return this.list
      .getByRole('row')
      .filter({ has: this.#page.getByRole('button', { name: id, exact: true }) })
  }

  /** The state in words, and the exit code behind it for one that ended. */
  status(id: string): Locator {
    return this.row(id).locator('[data-column=status]')
  }

  cell(id: string, column: 'name' | 'owner' | 'image' | 'root'): Locator {
    return this.row(id).locator(`[data-column=${column}]`)
  }

  async expectStatus(id: string, status: Status): Promise<void> {
    await expect(this.status(id)).toHaveText(new RegExp(`^${status}`))
  }

  async expectGone(id: string): Promise<void> {
    await expect(this.row(id)).toHaveCount(0)
  }

  /** What runc refused, in the row of the container that it was about. */
  failure(id: string): Locator {
    return this.row(id).getByRole('alert')
  }

  action(id: string, action: RowAction): Locator {
    return this.row(id).getByRole('button', { name: action, exact: true })
  }

  async menuAction(id: string, action: MenuAction): Promise<void> {
    await this.row(id).getByRole('button', { name: 'More actions' }).click()
    await this.#page.getByRole('menuitem', { name: action }).click()
  }

  /** The sample with one click, from an empty list. */
  async createSample(): Promise<void> {
    await this.empty.getByRole('button', { name: 'Create from sample' }).click()
  }

  async kill(id: string, signal: 'TERM' | 'KILL'): Promise<void> {
    await this.menuAction(id, 'Kill…')
    const dialog = this.#page.getByRole('dialog', { name: `Kill ${id}` })
    await dialog.getByRole('radio', { name: signal, exact: true }).click()
    await dialog.getByRole('button', { name: 'Kill', exact: true }).click()
    await expect(dialog).toBeHidden()
  }

  async delete(id: string): Promise<void> {
    await this.menuAction(id, 'Delete')
    const dialog = this.#page.getByRole('alertdialog', { name: `Delete ${id}?` })
    await dialog.getByRole('button', { name: /^(Kill and delete|Delete)$/ }).click()
    await expect(dialog).toBeHidden()
  }

  /** One more runc root, by the list of them. */
  async addRoot(path: string): Promise<void> {
    await this.#page.getByRole('button', { name: /^\d+ roots?/ }).click()
    await this.#page.getByRole('textbox', { name: 'Another root' }).fill(path)
    await this.#page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(this.#page.getByRole('textbox', { name: 'Another root' })).toHaveValue('')
    await this.#page.keyboard.press('Escape')
  }

  /** The names of the columns that are drawn, from left to right. */
  async columnNames(): Promise<string[]> {
    const names = await this.list.getByRole('columnheader').allTextContents()
    return names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'Actions')
  }

  columnHead(name: string): Locator {
    return this.list.getByRole('columnheader', { name, exact: true })
  }

  columnButton(name: string): Locator {
    return this.columnHead(name).getByRole('button')
  }

  /** Where the width of a column is taken hold of. */
  columnBorder(name: string): Locator {
    return this.columnHead(name).locator('[data-resize]')
  }

  async columnWidth(name: string): Promise<number> {
    return Math.round((await this.columnHead(name).boundingBox())?.width ?? 0)
  }

  /** A box of the menu by which columns are chosen. */
  async tickColumn(name: string): Promise<void> {
    await this.list.getByRole('button', { name: 'Columns' }).click()
    await this.#page.getByRole('menuitemcheckbox', { name }).click()
    await this.#page.keyboard.press('Escape')
    await expect(this.#page.getByRole('menu')).toHaveCount(0)
  }

  /** The names of the rows in their order. */
  names(): Promise<string[]> {
    return this.list.locator('tbody [data-column=name] button').allTextContents()
  }

  /** A plain press on the row, beside its buttons. */
  async press(id: string, modifiers: ('Control' | 'Shift')[] = []): Promise<void> {
    await this.row(id).locator('[data-column=status]').click({ modifiers })
  }

  /** Rows that an action is for. */
  selected(): Locator {
    return this.list.getByRole('row', { selected: true })
  }

  get selection(): Locator {
    return this.#page.getByRole('region', { name: 'Selection' })
  }

  get result(): Locator {
    return this.#page.getByRole('region', { name: 'Result' })
  }

  async open(id: string): Promise<void> {
    await this.row(id).getByRole('button', { name: id, exact: true }).click()
  }
}
