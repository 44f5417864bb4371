// Short words in the corner: what was done, and now and then why something was not.
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect } from 'react'
import { Toaster, toast } from 'sonner'
import { takeNotices, useNotices } from '../stores/notices.ts'

/** Time to read a line; a failure is read twice. */
const shownForMs = { done: 3_000, failed: 8_000 } as const

export function Toasts() {
  const waiting = useNotices((state) => state.waiting)

  useEffect(() => {
    if (waiting.length === 0) return
    for (const { kind, text, detail } of takeNotices()) {
      const show = kind === 'done' ? toast.success : toast.error
      show(text, { description: detail, duration: shownForMs[kind] })
    }
  }, [waiting])

  return (
    <Toaster
      position="bottom-right"
      offset={{ bottom: 40, right: 12 }}
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
            'right-0 flex w-80 items-start gap-2 rounded-control border border-line bg-surface-float px-3 py-2 text-body text-text shadow-float',
          icon: 'mt-0.5 shrink-0',
          content: 'flex min-w-0 flex-col',
          title: '[overflow-wrap:anywhere]',
          description: 'line-clamp-3 text-small text-text-muted [overflow-wrap:anywhere]',
        },
      }}
    />
  )
}
