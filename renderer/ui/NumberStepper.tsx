// A small whole number, typed or stepped.
import { NumberField } from '@base-ui/react/number-field'
import { Minus, Plus } from 'lucide-react'

export interface NumberStepperProps {
  labelledBy: string
  value: number
  least: number
  most: number
  step?: number
  onChange: (value: number) => void
}

const buttonLook =
  'flex w-7 items-center justify-center text-text-muted transition-colors hover:bg-surface-3 hover:text-text data-disabled:text-text-disabled'

export function NumberStepper({ labelledBy, value, least, most, step = 1, onChange }: NumberStepperProps) {
  return (
    <NumberField.Root
      value={value}
      min={least}
      max={most}
      step={step}
      onValueChange={(next) => next !== null && onChange(Math.round(next))}
    >
      <NumberField.Group className="flex h-7 shrink-0 overflow-hidden rounded-control border border-line-control">
        <NumberField.Decrement aria-label="Smaller" className={buttonLook}>
          <Minus size={14} aria-hidden />
        </NumberField.Decrement>
        <NumberField.Input
          aria-labelledby={labelledBy}
          className="figures w-14 border-x border-line bg-surface-1 text-center -outline-offset-2"
        />
        <NumberField.Increment aria-label="Larger" className={buttonLook}>
          <Plus size={14} aria-hidden />
        </NumberField.Increment>
      </NumberField.Group>
    </NumberField.Root>
  )
}
