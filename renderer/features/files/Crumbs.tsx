// Where one is, with the way up as buttons; long ways give up their middle.
import { Fragment } from 'react'
import { visibleName } from './names.ts'

/** Longer ways show their beginning and their end. */
const mostCrumbs = 6

export function Crumbs({ path, onOpen }: { path: string; onOpen: (path: string) => void }) {
  const names = path.split('/').filter((name) => name !== '')
  const crumbs = names.map((name, index) => ({ name, to: `/${names.slice(0, index + 1).join('/')}` }))
  const isLong = crumbs.length > mostCrumbs
  const shown = isLong ? [...crumbs.slice(0, 1), ...crumbs.slice(1 - mostCrumbs)] : crumbs
  return (
    <nav aria-label="Directory" className="flex min-w-0 flex-1 items-center overflow-hidden">
      <Crumb name="/" label="Root directory" onOpen={() => onOpen('/')} isHere={crumbs.length === 0} />
      {shown.map(({ name, to }, index) => (
        <Fragment key={to}>
          {index > 0 && <Slash />}
          {isLong && index === 1 && (
            <>
              <span className="shrink-0 text-text-muted">…</span>
              <Slash />
            </>
          )}
          <Crumb name={visibleName(name)} onOpen={() => onOpen(to)} isHere={to === path} />
        </Fragment>
      ))}
    </nav>
  )
}

function Slash() {
  return (
    <span aria-hidden="true" className="code shrink-0 text-text-muted">
      /
    </span>
  )
}

interface CrumbProps {
  name: string
  label?: string
  isHere: boolean
  onOpen: () => void
}

function Crumb({ name, label, isHere, onOpen }: CrumbProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-current={isHere ? 'location' : undefined}
      onClick={onOpen}
      className={
        isHere
          ? 'code min-w-6 truncate rounded-inner px-1 -outline-offset-2 hover:bg-surface-2'
          : 'code min-w-4 truncate rounded-inner px-1 text-text-muted -outline-offset-2 hover:bg-surface-2 hover:text-text'
      }
    >
      <bdi>{name}</bdi>
    </button>
  )
}
