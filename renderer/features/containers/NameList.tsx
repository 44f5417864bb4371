// The containers that a question is about, each by name and state; it scrolls where they are many.
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { nameOf } from '../../stores/container-order.ts'
import { MiddleCut } from '../../ui/MiddleCut.tsx'
import { StatusMark } from './StatusMark.tsx'
import { ownerNames } from './words.ts'

/** More than anybody reads; the rest is told as a number. */
const most = 200

export function NameList({ containers }: { containers: readonly ContainerSummary[] }) {
  const rest = containers.length - most
  return (
    <ul
      aria-label="Containers"
      // It scrolls, and so has to be reached by the keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="max-h-40 shrink-0 overflow-y-auto rounded-control border border-line py-1"
    >
      {containers.slice(0, most).map((container) => (
        <li key={container.key} className="flex h-6 items-center gap-2 px-2.5">
          <StatusMark status={container.status} />
          <span className="code flex min-w-0 flex-1">
            <MiddleCut text={nameOf(container)} />
          </span>
          <span className="shrink-0 text-small text-text-muted">{ownerNames[container.owner.kind]}</span>
        </li>
      ))}
      {rest > 0 && <li className="px-2.5 text-text-muted">{`and ${rest} more`}</li>}
    </ul>
  )
}
