// A menu that opens at a point or below a button, with one row per action: icon, name, key, and why not.
import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { hintAttributes } from './hint.ts'
import { Keys } from './Keys.tsx'

/** An element, or a point such as the pointer's. */
export type MenuAnchor = Element | { x: number; y: number }

export interface MenuProps {
  anchor: MenuAnchor
  label: string
  onClose: () => void
  /** Where the focus goes when it closes. */
  returnFocusTo: HTMLElement | null
  children: ReactNode
}

export function Menu({ anchor, label, onClose, returnFocusTo, children }: MenuProps) {
  const virtual =
    anchor instanceof Element
      ? anchor
      : { getBoundingClientRect: () => DOMRect.fromRect({ x: anchor.x, y: anchor.y }) }
  return (
    <BaseMenu.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      {/* Inside the page's landmark, where a screen reader looks for it; unless terminals cover the page. */}
      <BaseMenu.Portal container={document.querySelector<HTMLElement>('main:not([inert])') ?? document.body}>
        <BaseMenu.Positioner
          anchor={virtual}
          side="bottom"
          align={anchor instanceof Element ? 'end' : 'start'}
          sideOffset={4}
          collisionPadding={8}
          // In a low window it may fit neither below nor above: all of it is seen before its anchor is.
          collisionAvoidance={{ side: 'shift' }}
          className="z-30 outline-none"
        >
          <BaseMenu.Popup
            aria-label={label}
            finalFocus={() => (returnFocusTo?.isConnected ? returnFocusTo : true)}
            className="min-w-52 animate-appear rounded-control border border-line bg-surface-float py-1 shadow-float outline-none"
          >
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

export interface MenuItemProps {
  icon: ReactNode
  children: string
  keys?: string | undefined
  /** Why it cannot be chosen now. */
  reason?: string | null | undefined
  /** What it does, where its name does not say it all. */
  hint?: string | undefined
  isDangerous?: boolean
  onSelect: () => void
}

export function MenuItem({
  icon,
  children,
  keys,
  reason,
  hint,
  isDangerous = false,
  onSelect,
}: MenuItemProps) {
  const isRefusing = Boolean(reason)
  return (
    <BaseMenu.Item
      disabled={isRefusing}
      aria-description={reason ?? hint}
      {...hintAttributes({ hint: reason ?? hint })}
      label={children}
      onClick={onSelect}
      className={classNames(
        'mx-1 flex h-7 items-center gap-2 rounded-inner px-2 outline-none data-highlighted:bg-surface-3',
        isRefusing ? 'text-text-disabled' : isDangerous ? 'text-danger' : 'text-text',
      )}
    >
      <span
        className={classNames(
          'flex w-4 shrink-0 justify-center',
          !isRefusing && !isDangerous && 'text-text-muted',
        )}
      >
        {icon}
      </span>
      <span className="flex-1">{children}</span>
      {keys && <Keys keys={keys} className="pl-6" />}
    </BaseMenu.Item>
  )
}

export function MenuLine() {
  return <BaseMenu.Separator className="my-1 h-px bg-line" />
}
