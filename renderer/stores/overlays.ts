// What lies above the page: at most one dialog and one menu.
import { create } from 'zustand'
import type { MenuAnchor } from '../ui/Menu.tsx'

export type OpenDialog =
  { name: 'create' } | { name: 'kill'; id: string } | { name: 'delete'; id: string } | { name: 'shortcuts' }

export interface OpenMenu {
  containerId: string
  anchor: MenuAnchor
  returnFocusTo: HTMLElement | null
}

export interface OverlaysState {
  dialog: OpenDialog | null
  menu: OpenMenu | null
}

export const useOverlays = create<OverlaysState>(() => ({ dialog: null, menu: null }))

export function openDialog(dialog: OpenDialog): void {
  useOverlays.setState({ dialog, menu: null })
}

export function closeDialog(): void {
  useOverlays.setState({ dialog: null })
}

export function openMenu(menu: OpenMenu): void {
  useOverlays.setState({ menu })
}

export function closeMenu(): void {
  useOverlays.setState({ menu: null })
}
