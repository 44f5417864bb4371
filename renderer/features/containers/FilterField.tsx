// The filter of the list. `/` brings one here; Escape, Enter and the arrow go on into the list, where
// another Escape empties it.
import { Search, X } from 'lucide-react'
import { selectSome, setFilter, useContainerList } from '../../stores/container-list.ts'
import { IconButton } from '../../ui/Button.tsx'
import { fieldLook } from '../../ui/Field.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Keys } from '../../ui/Keys.tsx'
import { focusList } from './focus-list.ts'

export const filterFieldId = 'container-filter'

export function FilterField() {
  const filter = useContainerList((state) => state.filter)
  return (
    <div className="relative min-w-0 max-w-100 flex-1">
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-text-muted"
      />
      <input
        id={filterFieldId}
        type="text"
        role="searchbox"
        aria-label="Filter containers"
        placeholder="Filter: name, bundle, state:running, owner:me"
        value={filter}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setFilter(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') {
            // Where nothing matches there is no list; the keys are to work all the same.
            event.currentTarget.blur()
            selectSome()
            focusList()
          } else {
            return
          }
          event.preventDefault()
          event.stopPropagation()
        }}
        className={classNames(fieldLook, 'peer w-full truncate pr-7 pl-7')}
      />
      <span className="absolute inset-y-0 right-1 flex items-center peer-focus-visible:[&_.hint-key]:hidden">
        {filter === '' ? (
          <Keys keys="/" className="hint-key pointer-events-none pr-1" />
        ) : (
          <IconButton
            size="row"
            label="Clear filter"
            keys="Esc"
            icon={<X size={14} aria-hidden />}
            onClick={() => setFilter('')}
          />
        )}
      </span>
    </div>
  )
}
