// What lies above the page: at most one dialog and one menu.
import { create } from 'zustand'
import type { Action } from '../../src-shared/actions.ts'
import type { Checkpoint } from '../../src-shared/checkpoint-model.ts'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import type { ProcessRow } from '../../src-shared/processes-model.ts'
import type { MenuAnchor } from '../ui/Menu.tsx'
import type { SortKey } from './container-order.ts'

/** An action that the engine holds back, since another manager keeps the container. */
export interface GuardedAction {
  action: Exclude<Action, 'kill' | 'checkpoint' | 'terminal'>
  key: string
  /** Says why, and which command the manager offers instead. */
  error: ErrorInfo
}

export type OpenDialog =
  | { name: 'create' }
  | { name: 'kill'; key: string }
  | { name: 'exec'; key: string }
  | { name: 'delete'; key: string }
  | { name: 'checkpoint'; key: string }
  | { name: 'restore'; key: string; checkpoint: Checkpoint; isClone: boolean }
  | { name: 'deleteCheckpoint'; key: string; checkpoint: Checkpoint }
  | { name: 'killMany'; keys: readonly string[] }
  | { name: 'deleteMany'; keys: readonly string[] }
  | { name: 'stopShared'; keys: readonly string[] }
  | { name: 'guard'; guarded: GuardedAction }
  | { name: 'limits'; key: string }
  | { name: 'process'; key: string; process: ProcessRow }
  | { name: 'signalProcess'; key: string; process: ProcessRow }
  | {
      name: 'uploadFiles'
      key: string
      directory: string
      uploads: readonly { from: string; isReplacing: boolean }[]
    }
  | { name: 'deleteFile'; key: string; path: string }
  | { name: 'shortcuts' }

export interface OpenMenu {
  containerKey: string
  anchor: MenuAnchor
  returnFocusTo: HTMLElement | null
}

/** The menu by which the list is arranged. */
export interface OpenColumnsMenu {
  /** The one that it was opened on; null for all of them. */
  column: SortKey | null
  anchor: MenuAnchor
  returnFocusTo: HTMLElement | null
}

export interface OverlaysState {
  dialog: OpenDialog | null
  menu: OpenMenu | null
  columnsMenu: OpenColumnsMenu | null
  /** The button that the runc roots are shown at; null while they are not. */
  rootsAnchor: HTMLElement | null
}

export const useOverlays = create<OverlaysState>(() => ({
  dialog: null,
  menu: null,
  columnsMenu: null,
  rootsAnchor: null,
}))

export function openDialog(dialog: OpenDialog): void {
  useOverlays.setState({ dialog, menu: null, columnsMenu: null })
}

export function closeDialog(): void {
  useOverlays.setState({ dialog: null })
}

export function openMenu(menu: OpenMenu): void {
  useOverlays.setState({ menu, columnsMenu: null })
}

export function openColumnsMenu(columnsMenu: OpenColumnsMenu): void {
  useOverlays.setState({ columnsMenu, menu: null })
}

export function openRoots(rootsAnchor: HTMLElement): void {
  useOverlays.setState({ rootsAnchor })
}

export function closeRoots(): void {
  useOverlays.setState({ rootsAnchor: null })
}

export function closeMenu(): void {
  useOverlays.setState({ menu: null, columnsMenu: null })
}
