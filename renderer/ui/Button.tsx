// Buttons: with text, and with an icon alone. One that cannot be used stays reachable and says why, to the eye by
// its hint and to a screen reader by its description.
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { hintAttributes } from './hint.ts'

interface CommonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'children'> {
  /** Why it cannot be used now; null when it can. */
  reason?: string | null | undefined
  /** Its work is under way: it takes no second press. */
  isBusy?: boolean | undefined
  /** The key that does the same. */
  keys?: string | undefined
}

const looks = {
  primary:
    'bg-accent text-on-accent hover:bg-accent-hover aria-disabled:bg-surface-3 aria-disabled:text-text-disabled',
  secondary:
    'border border-line bg-surface-2 text-text hover:bg-surface-3 aria-disabled:text-text-disabled aria-disabled:hover:bg-surface-2',
  danger:
    'bg-danger-fill text-on-danger hover:bg-danger-fill-hover aria-disabled:bg-surface-3 aria-disabled:text-text-disabled',
  quiet:
    'text-text-muted hover:bg-surface-2 hover:text-text aria-disabled:text-text-disabled aria-disabled:hover:bg-transparent',
} as const

/** What makes a button refuse without being out of reach. */
function refusing({ reason, isBusy, onClick }: Pick<CommonProps, 'reason' | 'isBusy' | 'onClick'>) {
  const isRefusing = Boolean(reason) || isBusy === true
  return {
    'aria-disabled': isRefusing || undefined,
    'aria-busy': isBusy || undefined,
    'aria-description': reason ?? undefined,
    onClick: isRefusing ? (event: MouseEvent) => event.preventDefault() : onClick,
  }
}

export interface ButtonProps extends CommonProps {
  children: ReactNode
  look?: keyof typeof looks | undefined
  icon?: ReactNode | undefined
  hint?: string | undefined
}

export function Button(props: ButtonProps) {
  const {
    children,
    look = 'secondary',
    icon,
    reason,
    isBusy,
    keys,
    hint,
    onClick,
    className,
    type = 'button',
    ...rest
  } = props
  return (
    <button
      {...rest}
      {...refusing({ reason, isBusy, onClick })}
      {...hintAttributes({ hint: reason ?? hint, keys: reason ? undefined : keys })}
      type={type}
      className={classNames(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-control px-2.5 whitespace-nowrap transition-colors',
        looks[look],
        className,
      )}
    >
      {icon}
      {children}
    </button>
  )
}

export interface IconButtonProps extends CommonProps {
  label: string
  icon: ReactNode
  /** What it does, where its label does not say it all. */
  hint?: string | undefined
  /** 28 px in bars, 24 px in rows. */
  size?: 'bar' | 'row' | undefined
}

export function IconButton(props: IconButtonProps) {
  const {
    label,
    icon,
    hint = label,
    size = 'bar',
    reason,
    isBusy,
    keys,
    onClick,
    className,
    type = 'button',
    ...rest
  } = props
  return (
    <button
      {...rest}
      {...refusing({ reason, isBusy, onClick })}
      {...hintAttributes({
        hint: reason ? `${label}: ${reason}` : hint,
        keys: reason ? undefined : keys,
      })}
      type={type}
      aria-label={label}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-inner text-text-muted transition-colors hover:bg-surface-3 hover:text-text aria-disabled:text-text-disabled aria-disabled:hover:bg-transparent',
        size === 'bar' ? 'size-7' : 'size-6',
        className,
      )}
    >
      {icon}
    </button>
  )
}
