// The frame of every dialog: title, content, and a row of buttons whose safe one comes first.
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import { IconButton } from './Button.tsx'
import { classNames } from './class-names.ts'

export interface DialogProps {
  title: ReactNode
  children: ReactNode
  /** Between the two and always in sight: what went wrong. */
  notice?: ReactNode
  footer?: ReactNode
  onClose: () => void
  /** A question that must be answered: a press beside it does not close it. */
  isQuestion?: boolean
  /** What has the focus at first; otherwise a choice, or the dialog itself: no button by accident. */
  initialFocus?: RefObject<HTMLElement | null>
  width?: 'narrow' | 'wide'
  /** Nothing in it takes the focus: it is there to be read, and the keys scroll it where it is too long. */
  isReading?: boolean
}

const choice = '[role=radio][aria-checked=true]'
const backdropLook = 'fixed inset-0 z-20 animate-appear bg-backdrop'

export function Dialog(props: DialogProps) {
  const {
    title,
    children,
    notice,
    footer,
    onClose,
    isQuestion = false,
    initialFocus,
    width = 'narrow',
    isReading = false,
  } = props
  const Kit = isQuestion ? AlertDialog : BaseDialog
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Kit.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Kit.Portal>
        <Kit.Backdrop className={backdropLook} />
        <Kit.Viewport className="fixed inset-0 z-20 grid grid-rows-[minmax(24px,1fr)_auto_minmax(24px,2fr)] justify-items-center">
          <Kit.Popup
            ref={popup}
            initialFocus={
              initialFocus ?? (() => popup.current?.querySelector<HTMLElement>(choice) ?? popup.current)
            }
            className={classNames(
              'row-start-2 flex max-h-[calc(100vh-48px)] w-[calc(100vw-48px)] animate-appear flex-col rounded-control border border-line bg-surface-float shadow-float outline-none',
              width === 'narrow' ? 'max-w-130' : 'max-w-160',
            )}
          >
            <header className="flex items-center gap-2 py-2.5 pr-2.5 pl-4">
              <Kit.Title className="min-w-0 flex-1 truncate text-body font-strong">{title}</Kit.Title>
              <Kit.Close
                render={<IconButton label="Close" keys="Esc" icon={<X size={16} aria-hidden />} />}
              />
            </header>
            <div
              {...(isReading && { role: 'region', 'aria-label': 'Content', tabIndex: 0 })}
              className="flex min-h-0 flex-col gap-3 overflow-y-auto px-4 pt-1 pb-4 -outline-offset-2"
            >
              {children}
            </div>
            {notice && (
              <div className="flex max-h-[38vh] shrink-0 flex-col overflow-y-auto border-t border-line px-4 py-3">
                {notice}
              </div>
            )}
            {footer && (
              <footer className="flex items-center justify-end gap-2 border-t border-line px-4 py-3">
                {footer}
              </footer>
            )}
          </Kit.Popup>
        </Kit.Viewport>
      </Kit.Portal>
    </Kit.Root>
  )
}
