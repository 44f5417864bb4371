// Lines of a menu that stay open to be ticked: one of several, or each by itself.
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

const look =
  'mx-1 flex h-7 items-center gap-2 rounded-inner px-2 text-text outline-none data-highlighted:bg-surface-3 data-disabled:text-text-disabled'

function Tick({ children }: { children: ReactNode }) {
  return <span className="flex w-4 shrink-0 justify-center text-text-muted">{children}</span>
}

export interface MenuCheckProps {
  children: string
  isChecked: boolean
  isDisabled?: boolean
  /** In a few words, at the right. */
  aside?: string | undefined
  onChange: (isChecked: boolean) => void
}

export function MenuCheck({ children, isChecked, isDisabled = false, aside, onChange }: MenuCheckProps) {
  return (
    <BaseMenu.CheckboxItem
      checked={isChecked}
      disabled={isDisabled}
      label={children}
      onCheckedChange={(next) => onChange(next)}
      className={look}
    >
      <Tick>
        <BaseMenu.CheckboxItemIndicator>
          <Check size={14} aria-hidden />
        </BaseMenu.CheckboxItemIndicator>
      </Tick>
      <span className="flex-1">{children}</span>
      {aside !== undefined && <span className="text-small text-text-muted">{aside}</span>}
    </BaseMenu.CheckboxItem>
  )
}

export interface MenuRadioProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; name: string }[]
  onChange: (value: Value) => void
}

export function MenuRadio<Value extends string>({ label, value, options, onChange }: MenuRadioProps<Value>) {
  return (
    <BaseMenu.RadioGroup aria-label={label} value={value} onValueChange={(next: Value) => onChange(next)}>
      <div className="px-3 pt-1 pb-0.5 text-caption text-text-muted">{label}</div>
      {options.map((option) => (
        <BaseMenu.RadioItem key={option.value} value={option.value} label={option.name} className={look}>
          <Tick>
            <BaseMenu.RadioItemIndicator>
              <Check size={14} aria-hidden />
            </BaseMenu.RadioItemIndicator>
          </Tick>
          <span className="flex-1">{option.name}</span>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  )
}
