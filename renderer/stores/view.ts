// Where one is: pages with a way back, in memory and through a reload.
import { create } from 'zustand'
import { keep, keptFields } from './kept.ts'

/** The tabs of a container's page, in their order. */
export const containerTabs = [
  'overview',
  'logs',
  'processes',
  'stats',
  'files',
  'config',
  'checkpoints',
] as const
export type ContainerTab = (typeof containerTabs)[number]

export type Page =
  | { name: 'containers' }
  /** Without a tab: the first. */
  | { name: 'container'; key: string; tab?: ContainerTab }
  | { name: 'activity' }
  | { name: 'settings' }

export interface ViewState {
  page: Page
  /** Pages that Back returns to, the last one first to come. */
  back: readonly Page[]
}

/** More steps back than anybody takes. */
const longestWayBack = 50
const keptUnder = 'view'

function toPage(value: unknown): Page {
  if (typeof value !== 'object' || value === null || !('name' in value)) return { name: 'containers' }
  const { name } = value
  if (name === 'activity' || name === 'settings') return { name }
  if (name === 'container' && 'key' in value && typeof value.key === 'string') {
    const tab = containerTabs.find((known) => 'tab' in value && known === value.tab)
    return { name, key: value.key, ...(tab && { tab }) }
  }
  return { name: 'containers' }
}

/** Tabs are places on one page: no steps on the way back. */
function isSame(one: Page, other: Page): boolean {
  return one.name === other.name && (one.name !== 'container' || ('key' in other && one.key === other.key))
}

export const useView = create<ViewState>(() => {
  const page = toPage(keptFields(keptUnder)['page'])
  return { page, back: page.name === 'container' ? [{ name: 'containers' }] : [] }
})

useView.subscribe(({ page }) => keep(keptUnder, { page }))

export function goTo(page: Page): void {
  useView.setState((state) => {
    if (isSame(state.page, page)) return { page: { ...state.page, ...page } }
    // The list is home: from there no way leads back.
    if (page.name === 'containers') return { page, back: [] }
    return { page, back: [...state.back, state.page].slice(-longestWayBack) }
  })
}

export function goBack(): void {
  useView.setState(({ back }) => ({
    page: back.at(-1) ?? { name: 'containers' },
    back: back.slice(0, -1),
  }))
}
