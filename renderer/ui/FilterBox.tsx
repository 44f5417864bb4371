// A field that narrows down what is below it. Escape empties it, and then gives the focus back to that.
import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { IconButton } from './Button.tsx'
import { classNames } from './class-names.ts'
import { fieldLook } from './Field.tsx'

export interface FilterBoxProps {
  label: string
  placeholder: string
  value: string
  onChange: (text: string) => void
  /** Escape in an empty field, Enter and ↓ go on into what it narrows down. */
  onLeave: () => void
  ref?: Ref<HTMLInputElement>
}

export function FilterBox({ label, placeholder, value, onChange, onLeave, ref }: FilterBoxProps) {
  return (
    <div className="relative w-72 min-w-32">
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-text-muted"
      />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onChange('')
          else if (['Escape', 'Enter', 'ArrowDown'].includes(event.key)) onLeave()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
        className={classNames(fieldLook, 'w-full truncate pr-7 pl-7')}
      />
      {value !== '' && (
        <span className="absolute inset-y-0 right-1 flex items-center">
          <IconButton
            size="row"
            label="Clear filter"
            keys="Esc"
            icon={<X size={14} aria-hidden />}
            onClick={() => onChange('')}
          />
        </span>
      )}
    </div>
  )
}
