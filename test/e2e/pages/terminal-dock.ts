// The dock at the bottom with its terminals. A screen is read as text: xterm keeps an element for each visible row.
import { expect, type Locator, type Page } from '@playwright/test'

export class Terminal {
  readonly region: Locator
  readonly input: Locator
  readonly #page: Page

  constructor(page: Page, containerId: string, number = 1) {
    this.#page = page
    this.region = page.getByRole('region', { name: `Terminal ${containerId} ${number}`, exact: true })
    this.input = this.region.getByRole('textbox', { name: 'Terminal input' })
  }

  /** Types a line into it, as a person would. */
  async type(line: string): Promise<void> {
    await this.input.focus()
    await this.#page.keyboard.type(line)
    await this.#page.keyboard.press('Enter')
  }

  async expectText(text: string | RegExp): Promise<void> {
    await expect(this.region).toContainText(text, { useInnerText: true })
  }

  /** A word on the screen, with a double click. */
  async select(word: string): Promise<void> {
    const box = await this.region.getByText(word, { exact: true }).boundingBox()
    if (box === null) throw new Error(`“${word}” is not on the screen.`)
    // At its beginning: xterm's elements may be as wide as the row.
    await this.#page.mouse.dblclick(box.x + box.height / 2, box.y + box.height / 2)
  }

  /** The rows as they are drawn, for whoever compares them with an earlier moment. */
  async text(): Promise<string> {
    return (await this.region.locator('.xterm-rows').innerText()).trimEnd()
  }

  /** What `stty size` says, asked in a way that no earlier answer can be taken for this one. */
  async size(): Promise<{ rows: number; columns: number }> {
    const mark = `size${Math.floor(Math.random() * 1e9)}`
    await this.type(`echo ${mark}:$(stty size):`)
    const pattern = new RegExp(`${mark}:(\\d+) (\\d+):`)
    await this.expectText(pattern)
    const [, rows, columns] = pattern.exec(await this.region.innerText()) ?? []
    return { rows: Number(rows), columns: Number(columns) }
  }
}

export class TerminalDock {
  readonly region: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.region = page.getByRole('region', { name: 'Terminals', exact: true })
  }

  of(containerId: string, number = 1): Terminal {
    return new Terminal(this.#page, containerId, number)
  }

  tabs(): Locator {
    return this.region.getByRole('tab')
  }

  /** By what it is called on the screen. */
  tab(name: string | RegExp): Locator {
    return this.region.getByRole('tab', { name })
  }

  async rename(tab: Locator, name: string): Promise<void> {
    await tab.dblclick()
    await this.region.getByRole('textbox', { name: /^Name of terminal/ }).fill(name)
    await this.#page.keyboard.press('Enter')
  }

  async closeTab(containerId: string): Promise<void> {
    await this.region
      .getByRole('button', { name: new RegExp(`^Close terminal ${containerId}`) })
      .first()
      .click()
  }

  /** What the dock says below a screen whose program runs no more. */
  async expectEnding(text: string | RegExp): Promise<void> {
    await expect(this.region.getByRole('status').filter({ hasText: text, visible: true })).toBeVisible()
  }

  async maximise(): Promise<void> {
    await this.region.getByRole('button', { name: 'Maximise terminals' }).click()
  }
}
