// The frame around every screen: the way to each of them, and what is always in sight.
import { expect, type Locator, type Page } from '@playwright/test'
import { ContainerPage } from './container-page.ts'
import { ContainersPage } from './containers-page.ts'
import { CreateDialog } from './create-dialog.ts'
import { TerminalDock } from './terminal-dock.ts'

export class Shell {
  readonly containers: ContainersPage
  readonly container: ContainerPage
  readonly create: CreateDialog
  readonly terminals: TerminalDock
  readonly navigation: Locator
  /** The line at the bottom. */
  readonly status: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.containers = new ContainersPage(page)
    this.container = new ContainerPage(page)
    this.create = new CreateDialog(page)
    this.terminals = new TerminalDock(page)
    this.navigation = page.getByRole('navigation')
    this.status = page.getByRole('contentinfo', { name: 'Status' })
  }

  /** There is a list, or what stands in its place. */
  async isReady(): Promise<void> {
    await expect(this.#page.getByRole('heading', { name: 'Containers', exact: true })).toBeVisible()
    await expect(this.containers.list.or(this.containers.empty).first()).toBeVisible()
  }

  async goTo(screen: 'Containers' | 'Activity' | 'Settings'): Promise<void> {
    await this.navigation
      .getByRole('button', { name: screen })
      .or(this.navigation.getByRole('link', { name: screen }))
      .click()
    await expect(this.#page.getByRole('heading', { name: screen, exact: true })).toBeVisible()
  }

  /** An error where the user looks. */
  alert(text: string | RegExp): Locator {
    return this.#page.getByRole('alert').filter({ hasText: text })
  }
}
