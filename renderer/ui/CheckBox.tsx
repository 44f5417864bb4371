// A box to tick, with its words beside it.
import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import { useId } from 'react'

export interface CheckBoxProps {
  label: string
  isChecked: boolean
  onChange: (isChecked: boolean) => void
}

export function CheckBox({ label, isChecked, onChange }: CheckBoxProps) {
  const id = useId()
  return (
    <label className="flex w-fit items-center gap-2">
      <Checkbox.Root
        aria-labelledby={id}
        checked={isChecked}
        onCheckedChange={(next) => onChange(next)}
        className="flex size-4 shrink-0 items-center justify-center rounded-inner border border-line-control bg-surface-1 data-checked:border-accent data-checked:bg-accent"
      >
        <Checkbox.Indicator className="text-on-accent">
          <Check size={12} strokeWidth={3} aria-hidden />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span id={id}>{label}</span>
    </label>
  )
}
