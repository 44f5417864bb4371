// The processes in a container, as a tree or sorted: what each is, whose, and what it uses; and from there to one of them.
import { Info, Radio, SquareActivity } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { foreignSentence } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import type { ProcessList, ProcessRow } from '../../../src-shared/processes-model.ts'
import { openDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { FilterBox } from '../../ui/FilterBox.tsx'
import { SkeletonBar, useIsSlow } from '../../ui/Skeleton.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { stateSentence } from '../containers/words.ts'
import { ProcessTable } from './ProcessTable.tsx'
import { ShownOrder } from './shown-order.ts'
import { nextSort, sortedLines } from './sort.ts'
import { treeLines } from './tree.ts'
import { useProcesses } from './use-processes.ts'
import { changeProcessView, useProcessView } from './view-memory.ts'

export function ProcessesTab({ container }: { container: ContainerSummary }) {
  const { status } = container
  if (status === 'stopped' || status === 'creating') {
    return (
      <EmptyState icon={<SquareActivity size={20} aria-hidden />} title="No processes">
        <p className="text-text-muted">
          <bdi>{visibleText(stateSentence(container) ?? '')}</bdi> There are processes in it while it runs.
        </p>
      </EmptyState>
    )
  }
  return <Living container={container} />
}

function Living({ container }: { container: ContainerSummary }) {
  const { key, foreignUid } = container
  const { list, cpu, error } = useProcesses(container)
  const { filter, folded, cursor, sort } = useProcessView(key)
  const [order] = useState(() => new ShownOrder())
  const isSlow = useIsSlow(list === null && error === null)
  const lines = useMemo(() => {
    if (list === null) return []
    if (sort === null) return treeLines(list.processes, { filter, folded })
    const sorted = sortedLines(list.processes, { filter, sort, cpu })
    const isKnown = sort.key !== 'cpu' || cpu.size > 0
    return order.arrange(sorted, `${sort.key} ${sort.isDescending} ${filter}`, isKnown)
  }, [list, filter, folded, sort, cpu, order])
  const table = useRef<HTMLTableElement>(null)
  const filterField = useRef<HTMLInputElement>(null)
  const isRead = list !== null
  // Whoever came by key goes on by key; what has the focus keeps it.
  useEffect(() => {
    if (isRead && document.activeElement === document.body) table.current?.focus({ preventScroll: true })
  }, [isRead])
  const chosen = lines.find(({ id }) => id === cursor)?.process ?? null
  const matches = lines.filter(({ isMatch }) => isMatch).length
  const noneChosen = chosen === null ? 'Choose a process first.' : null
  const foreign = foreignUid === null ? null : foreignSentence(foreignUid)

  function showDetails(process: ProcessRow): void {
    openDialog({ name: 'process', key, process })
  }
  function askSignal(process: ProcessRow): void {
    if (foreign === null) openDialog({ name: 'signalProcess', key, process })
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-4">
        <FilterBox
          ref={filterField}
          label="Filter processes"
          placeholder="Filter: command, user, pid, state"
          value={filter}
          onChange={(text) => changeProcessView(key, { filter: text })}
          onLeave={() => table.current?.focus()}
        />
        <output className="figures min-w-0 flex-1 truncate text-small text-text-muted">
          {list && countText(list, filter === '' ? null : matches)}
        </output>
        <Button
          icon={<Info size={14} aria-hidden />}
          keys="Enter"
          reason={noneChosen}
          onClick={() => chosen && showDetails(chosen)}
        >
          Details
        </Button>
        <Button
          icon={<Radio size={14} aria-hidden />}
          keys="x"
          reason={foreign ?? noneChosen}
          onClick={() => chosen && askSignal(chosen)}
        >
          Signal…
        </Button>
      </div>
      {error && (
        <ErrorNotice title="The processes cannot be read now" error={error} className="mx-4 mt-3 shrink-0" />
      )}
      {list === null ? (
        isSlow && <Waiting />
      ) : (
        <ProcessTable
          ref={table}
          lines={lines}
          cpu={cpu}
          cursor={cursor}
          isFiltered={filter !== ''}
          sort={sort}
          onSort={(by) => changeProcessView(key, { sort: nextSort(sort, by) })}
          onAim={() => order.aim()}
          onChoose={(id) => changeProcessView(key, { cursor: id })}
          onFold={(id, isFolded) => changeProcessView(key, { folded: withMember(folded, id, isFolded) })}
          onFilter={() => filterField.current?.focus()}
          onDetails={showDetails}
          onSignal={askSignal}
        />
      )}
    </div>
  )
}

function withMember(set: ReadonlySet<string>, id: string, isMember: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (isMember) next.add(id)
  else next.delete(id)
  return next
}

function countText({ processes, omitted }: ProcessList, matches: number | null): string {
  const count = processes.length
  const strangers = processes.filter(({ stranger }) => stranger !== null).length
  const all = `${count + omitted} ${count + omitted === 1 ? 'process' : 'processes'}`
  const known = omitted > 0 ? `${all}, the first ${count} of them here` : all
  const shown = strangers > 0 ? `${known}, ${strangers} not of this container` : known
  return matches === null ? shown : `${matches} of ${shown}`
}

function Waiting() {
  return (
    <div className="flex flex-col gap-4 px-4 py-4" aria-hidden="true">
      <SkeletonBar className="w-2/3" />
      <SkeletonBar className="w-1/2" />
      <SkeletonBar className="w-3/5" />
    </div>
  )
}
