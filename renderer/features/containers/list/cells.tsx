// What each column shows of a container.
import type { ReactNode } from 'react'
import type { ContainerSummary, Operation } from '../../../../src-shared/model.ts'
import type { SortKey } from '../../../stores/container-order.ts'
import { nameOf, runningSince } from '../../../stores/container-order.ts'
import { goTo } from '../../../stores/view.ts'
import { classNames } from '../../../ui/class-names.ts'
import { useElapsed } from '../../../ui/clock.ts'
import { formatMoment } from '../../../ui/format.ts'
import { hintAttributes } from '../../../ui/hint.ts'
import { MiddleCut } from '../../../ui/MiddleCut.tsx'
import { StatusMark } from '../StatusMark.tsx'
import { useOperationWords } from '../use-operation-word.ts'
import { exitCodeText, exitSentence, isBadExit, isMakerKnown, ownerNames } from '../words.ts'
import { CpuCell, MemoryCell, ProcessesCell } from './UsageCells.tsx'

export interface CellProps {
  container: ContainerSummary
  operation: Operation | null
}

/** Of each column: what stands in its cell. */
export const cells: Record<SortKey, (props: CellProps) => ReactNode> = {
  status: (props) => <Status {...props} />,
  name: ({ container }) => <Name container={container} />,
  owner: ({ container }) => <Owner container={container} />,
  image: ({ container: { owner, bundle } }) =>
    owner.image === null ? (
      <MiddleCut text={bundle} tail={16} isPath className="code" />
    ) : (
      <MiddleCut text={owner.image} tail={14} isPath className="code text-text" />
    ),
  cpu: ({ container }) => <CpuCell container={container} />,
  memory: ({ container }) => <MemoryCell container={container} />,
  processes: ({ container }) => <ProcessesCell container={container} />,
  pid: ({ container: { pid } }) => <span className="figures select-text">{pid ?? '–'}</span>,
  uptime: ({ container }) => <Elapsed since={runningSince(container)} />,
  created: ({ container }) => <Elapsed since={container.createdAt} />,
  bundle: ({ container: { bundle } }) => <MiddleCut text={bundle} tail={16} isPath className="code" />,
  root: ({ container: { root } }) => <MiddleCut text={root} tail={12} isPath className="code" />,
}

function Status({ container, operation }: CellProps) {
  const { status, exit, problem } = container
  const words = useOperationWords(container, operation)
  return (
    <span
      className="flex h-full min-w-0 items-center gap-2 text-text"
      {...hintAttributes({
        hint: words?.hint ?? problem ?? (status === 'stopped' ? exitSentence(exit) : null),
      })}
    >
      <StatusMark status={status} />
      <span className={classNames('truncate', operation !== null && 'figures text-text-muted')}>
        {words?.short ?? status}
      </span>
      {operation === null && exit !== null && (
        <span className={classNames('code figures', isBadExit(exit) ? 'text-danger' : 'text-text-muted')}>
          <span className="spoken">exit code </span>
          {exitCodeText(exit)}
        </span>
      )}
    </span>
  )
}

function Name({ container }: { container: ContainerSummary }) {
  const { id, key, owner } = container
  return (
    <button
      type="button"
      tabIndex={-1}
      className="code flex min-w-0 rounded-inner text-left text-text hover:underline"
      onClick={() => goTo({ name: 'container', key })}
      {...hintAttributes({ hint: owner.name === null ? null : `${owner.name}\nid ${id}` })}
    >
      <MiddleCut text={nameOf(container)} hasHint={owner.name === null} />
    </button>
  )
}

function Owner({ container }: { container: ContainerSummary }) {
  const { kind, namespace } = container.owner
  if (!isMakerKnown(container)) return <span>–</span>
  return (
    <span className="truncate" {...hintAttributes({ hint: namespace && `namespace ${namespace}` })}>
      {ownerNames[kind]}
      {namespace !== null && <span className="text-text-muted"> · {namespace}</span>}
    </span>
  )
}

function Elapsed({ since }: { since: string | null }) {
  const elapsed = useElapsed(since)
  return (
    <span className="figures truncate" {...hintAttributes({ hint: since && formatMoment(since) })}>
      {elapsed ?? '–'}
    </span>
  )
}
