// On or off, at once.
import { Switch as BaseSwitch } from '@base-ui/react/switch'

export interface SwitchProps {
  labelledBy: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

export function Switch({ labelledBy, isOn, onChange }: SwitchProps) {
  return (
    <BaseSwitch.Root
      aria-labelledby={labelledBy}
      checked={isOn}
      onCheckedChange={(next) => onChange(next)}
      className="flex h-4.5 w-8 shrink-0 items-center rounded-full border border-line-control bg-surface-2 px-0.5 transition-colors data-checked:border-accent data-checked:bg-accent"
    >
      <BaseSwitch.Thumb className="size-3 rounded-full bg-text-muted transition-transform data-checked:translate-x-3.5 data-checked:bg-on-accent" />
    </BaseSwitch.Root>
  )
}
