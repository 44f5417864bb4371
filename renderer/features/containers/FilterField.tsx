// The filter of the list, with what is wrong with it below. `/` brings one here; Escape, Enter and the arrow go on into
// the list, where another Escape empties it.
import { CircleAlert, Search, X } from 'lucide-react'
import { selectSome, setFilter, useContainerList } from '../../stores/container-list.ts'
import { IconButton } from '../../ui/Button.tsx'
import { fieldLook } from '../../ui/Field.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Keys } from '../../ui/Keys.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { focusList } from './focus-list.ts'

export const filterFieldId = 'container-filter'
const noteId = `${filterFieldId}-note`

export function FilterField() {
  const filter = useContainerList((state) => state.filter)
  const problems = useContainerList((state) => state.filterProblems)
  return (
    <div className="group/filter relative min-w-0 max-w-120 flex-1">
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
        aria-describedby={noteId}
        aria-invalid={problems.length > 0 || undefined}
        placeholder="Filter: name, image, state:running, owner:me"
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
      {/* Over the list and not above it: what is typed must not move the rows. The pointer goes through it. */}
      <div
        id={noteId}
        className={classNames(
          'pointer-events-none absolute top-full right-0 left-0 z-10 mt-1 rounded-control border border-line bg-surface-float px-3 py-2 text-small shadow-float',
          problems.length === 0 && (filter === '' ? 'hidden group-focus-within/filter:block' : 'hidden'),
        )}
      >
        {problems.length > 0 ? <Problems problems={problems} /> : <Language />}
      </div>
    </div>
  )
}

function Problems({ problems }: { problems: readonly string[] }) {
  return (
    // Around the list: on it, the role would take away that it is one.
    <div role="alert">
      <ul className="flex flex-col gap-1">
        {problems.map((problem) => (
          <li key={problem} className="flex gap-2 text-danger [overflow-wrap:anywhere]">
            <CircleAlert size={14} aria-hidden className="mt-0.75 shrink-0" />
            <bdi>{visibleText(problem)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}

const language: readonly (readonly [string, string])[] = [
  ['state:running,paused', 'in either state'],
  ['owner:docker', 'kept by it; owner:me for this app'],
  ['image:redis', 'as its manager or its bundle’s annotations call it, not its path'],
  ['root:/run/runc', 'also name: namespace: pid:'],
  ['label:app=web*', 'labels and annotations'],
  ['/web-[0-9]+/', 'a regular expression'],
  ['-cache  !cache', 'not that; several words all hold'],
]

function Language() {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4">
      {language.map(([word, meaning]) => (
        <div key={word} className="contents">
          <dt className="code whitespace-pre">{word}</dt>
          <dd className="text-text-muted">{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}
