// Short words that need no answer. Toasts confirm; a failure is one only where there is no better place for it. The
// layer that draws them comes with the first of them.
import { create } from 'zustand'
import type { ErrorInfo } from '../../src-shared/errors.ts'

export interface Notice {
  kind: 'done' | 'failed'
  text: string
  detail: string | null
}

export interface NoticesState {
  /** Said but not yet shown. */
  waiting: readonly Notice[]
}

export const useNotices = create<NoticesState>(() => ({ waiting: [] }))

function add(notice: Notice): void {
  useNotices.setState(({ waiting }) => ({ waiting: [...waiting, notice] }))
}

export function notify(text: string, detail: string | null = null): void {
  add({ kind: 'done', text, detail })
}

export function notifyFailure(text: string, error: ErrorInfo): void {
  add({ kind: 'failed', text, detail: error.message })
}

/** Hands over what waits, once. */
export function takeNotices(): readonly Notice[] {
  const { waiting } = useNotices.getState()
  if (waiting.length > 0) useNotices.setState({ waiting: [] })
  return waiting
}
