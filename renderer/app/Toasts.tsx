// Short words in the corner: what was done, and now and then why something was not.
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect } from 'react'
import { Toaster, toast } from 'sonner'
import { takeNotices, useNotices } from '../stores/notices.ts'
import { useSettings } from '../stores/settings.ts'
import { useTerminals } from '../stores/terminals.ts'
import { visibleText } from '../ui/visible-text.ts'

/** Time to read a line; a failure is read twice. */
const shownForMs = { done: 3_000, failed: 8_000 } as const

/** In pixels: the status line, what stays of the page above the dock, a bar of the dock. */
const heights = { status: 28, leastAbove: 120, bar: 40, gap: 12 } as const

/** Above the dock and in the middle, where neither the dock nor a row has its buttons. */
function useBottom(): number {
  const isOpen = useTerminals((state) => state.isOpen)
  const isMaximised = useTerminals((state) => state.isMaximised)
  const dockHeight = useSettings((settings) => settings.dockHeight)
  const base = heights.status + heights.gap
  if (!isOpen) return base
  if (isMaximised) return base + heights.bar
  return base + Math.min(dockHeight, window.innerHeight - heights.status - heights.leastAbove)
}

export function Toasts() {
  const waiting = useNotices((state) => state.waiting)

  const bottom = useBottom()

  useEffect(() => {
    if (waiting.length === 0) return
    for (const { kind, text, detail } of takeNotices()) {
      const show = kind === 'done' ? toast.success : toast.error
      // The same once more is one toast whose time begins anew.
      show(visibleText(text), {
        id: `${kind} ${text} ${detail ?? ''}`,
        description: detail === null ? null : visibleText(detail),
        duration: shownForMs[kind],
      })
    }
  }, [waiting])

  return (
    <Toaster
      position="bottom-center"
      offset={{ bottom }}
      gap={8}
      // The layer brings a face of its own, as a style that no class outdoes.
      style={{ fontFamily: 'inherit' }}
      icons={{
        success: <CircleCheck size={16} aria-hidden className="text-state-running" />,
        error: <CircleAlert size={16} aria-hidden className="text-danger" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'inset-x-0 mx-auto flex w-72 items-start gap-2 rounded-control border border-line bg-surface-float px-3 py-2 text-body text-text shadow-float',
          icon: 'mt-0.5 shrink-0',
          content: 'flex min-w-0 flex-col',
          title: '[overflow-wrap:anywhere]',
          description: 'line-clamp-3 text-small text-text-muted [overflow-wrap:anywhere]',
        },
      }}
    />
  )
}
