// A choice of one: radio buttons in a row or a column, each with a line that explains it.
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface ChoiceOption<Value extends string> {
  value: Value
  name: string
  help?: ReactNode
  /** Why it cannot be chosen. */
  reason?: string | null | undefined
}

export interface RadioChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly ChoiceOption<Value>[]
  onChange: (value: Value) => void
  className?: string
}

export function RadioChoice<Value extends string>(props: RadioChoiceProps<Value>) {
  const { label, value, options, onChange, className } = props
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next)}
      className={classNames('grid gap-2', className)}
    >
      {options.map((option) => (
        <RadioCard key={option.value} option={option} />
      ))}
    </RadioGroup>
  )
}

function RadioCard<Value extends string>({ option }: { option: ChoiceOption<Value> }) {
  const { value, name, help, reason } = option
  const id = useId()
  const isRefusing = Boolean(reason)
  return (
    <label
      className={classNames(
        'flex items-start gap-2.5 rounded-control border border-line px-3 py-2 transition-colors',
        isRefusing
          ? 'text-text-disabled'
          : 'hover:bg-surface-2 has-data-checked:border-focus has-data-checked:bg-surface-2',
      )}
    >
      <Radio.Root
        value={value}
        disabled={isRefusing}
        onKeyDown={({ key, currentTarget }) => {
          // As from a text field; by itself a radio button lets Enter pass.
          if (key === 'Enter') currentTarget.closest('form')?.requestSubmit()
        }}
        aria-labelledby={`${id}-name`}
        aria-describedby={help || reason ? `${id}-help` : undefined}
        className="mt-0.75 flex size-3.5 shrink-0 items-center justify-center rounded-full border border-line-control bg-surface-1 data-checked:border-accent data-checked:bg-accent"
      >
        <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </Radio.Root>
      <span className="flex min-w-0 flex-col">
        <span id={`${id}-name`}>{name}</span>
        {(help || reason) && (
          <span id={`${id}-help`} className="text-small text-text-muted">
            {reason ?? help}
          </span>
        )}
      </span>
    </label>
  )
}
