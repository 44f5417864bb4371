// Which tab is being renamed: its menu, its keys and a double click begin it, the strip draws the field.
import { create } from 'zustand'

export const useRenaming = create<{ key: string | null }>(() => ({ key: null }))

export function beginRenaming(key: string): void {
  useRenaming.setState({ key })
}

export function endRenaming(): void {
  useRenaming.setState({ key: null })
}
