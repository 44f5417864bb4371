// What stands where the list is: the list, or the one thing to say while there is none.
import { SearchX } from 'lucide-react'
import { isLive, useEngineState } from '../../engine/index.ts'
import { setFilter, useContainerList } from '../../stores/container-list.ts'
import { rootProblem, useContainers } from '../../stores/containers.ts'
import { missingRequired, useEngineInfo } from '../../stores/engine-info.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { ContainerTable } from './ContainerTable.tsx'
import { EngineFailed } from './EngineFailed.tsx'
import { ListSkeleton } from './ListSkeleton.tsx'
import { NoContainers } from './NoContainers.tsx'
import { MissingTools } from './MissingTools.tsx'
import { RootUnreadable } from './RootUnreadable.tsx'

export function ListContent() {
  const { isLoaded, loadError } = useContainers()
  const problem = useContainers(rootProblem)
  const count = useContainers(({ byKey }) => byKey.size)
  const shown = useContainerList(({ order }) => order.length)
  const info = useEngineInfo((state) => state.info)
  const engineState = useEngineState()
  const { process, connected } = engineState
  const isMissingTools = missingRequired(info).length > 0

  if (!isLoaded) {
    if (process.state === 'failed') return <EngineFailed />
    return loadError === null || !connected ? <ListSkeleton /> : <EngineFailed error={loadError} />
  }
  if (count === 0 && problem) return <RootUnreadable problem={problem} />
  if (count === 0) return isMissingTools ? <MissingTools /> : <NoContainers />
  return (
    <>
      {problem && (
        <ErrorNotice title="The runc root cannot be read any more" error={problem} className="m-3 shrink-0" />
      )}
      {isMissingTools && <MissingTools isNotice />}
      {shown === 0 ? (
        <NothingMatches />
      ) : (
        <ContainerTable isStale={!isLive(engineState) || problem !== null} />
      )}
    </>
  )
}

function NothingMatches() {
  const filter = useContainerList((state) => state.filter)
  return (
    <EmptyState icon={<SearchX size={20} aria-hidden />} title="No match">
      <p className="text-text-muted">
        No container matches <bdi className="code text-text">{visibleText(filter.trim())}</bdi>.
      </p>
      <Button keys="Esc" onClick={() => setFilter('')}>
        Clear filter
      </Button>
    </EmptyState>
  )
}
