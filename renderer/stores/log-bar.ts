// Which bar is open below the tools of a log.
import { create } from 'zustand'

export type LogBar = 'search' | 'jump' | 'save'

export const useLogBar = create<{ bar: LogBar | null }>(() => ({ bar: null }))

export function setLogBar(bar: LogBar | null): void {
  useLogBar.setState({ bar })
}
