// A choice of one among few short words, side by side.
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'

export interface SegmentsProps<Value extends string> {
  labelledBy: string
  value: Value
  options: readonly { value: Value; name: string }[]
  onChange: (value: Value) => void
}

export function Segments<Value extends string>({
  labelledBy,
  value,
  options,
  onChange,
}: SegmentsProps<Value>) {
  return (
    <RadioGroup
      aria-labelledby={labelledBy}
      value={value}
      onValueChange={(next) => onChange(next)}
      className="flex h-7 shrink-0 rounded-control border border-line-control p-0.5"
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className="flex items-center rounded-inner px-3 text-text-muted transition-colors hover:text-text data-checked:bg-surface-3 data-checked:text-text"
        >
          {option.name}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
