// A container's log: its tools, one bar for what is looked for or saved, the lines, and what was found.
import { ScrollText } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { hasProcesses } from '../../../src-shared/actions.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { LogMatch, LogSource } from '../../../src-shared/logs-model.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine, onConnected } from '../../engine/index.ts'
import { setLogBar, useLogBar } from '../../stores/log-bar.ts'
import { setLogOptions, useLogOptions } from '../../stores/log-options.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { SkeletonBar, useIsSlow } from '../../ui/Skeleton.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { runningSince } from '../../stores/container-order.ts'
import '../terminal/terminal.css'
import { JumpBar } from './JumpBar.tsx'
import { LogLines } from './LogLines.tsx'
import { LogSearch } from './log-search.ts'
import { LogToolbar } from './LogToolbar.tsx'
import { LogView } from './log-view.ts'
import { MatchList } from './MatchList.tsx'
import { SaveBar } from './SaveBar.tsx'
import { SearchBar } from './SearchBar.tsx'

const noMatches: ReadonlyMap<string, LogMatch> = new Map()

export function LogsTab({ container }: { container: ContainerSummary }) {
  const { source, error } = useSource(container)
  const isSlow = useIsSlow(source === null && error === null)
  if (error) return <ErrorNotice title="Could not find its log" error={error} className="mx-4 mt-3" />
  if (source === null) {
    return <div className="px-4 py-4">{isSlow && <SkeletonBar className="w-80" />}</div>
  }
  if (!source.isThere) {
    return (
      <EmptyState icon={<ScrollText size={20} aria-hidden />} title="There is no log to show">
        <p className="text-text-muted select-text">
          <bdi>{visibleText(source.reason)}</bdi>
        </p>
      </EmptyState>
    )
  }
  return <Log key={container.key} container={container} note={source.note} />
}

/** Asked for again when the container changes: a log may appear with its first start. */
function useSource({ key, status }: ContainerSummary): { source: LogSource | null; error: ErrorInfo | null } {
  const [found, setFound] = useState<{ key: string; source: LogSource | null; error: ErrorInfo | null }>()
  useEffect(() => {
    let isCurrent = true
    const take = (source: LogSource | null, error: ErrorInfo | null): void => {
      if (isCurrent) setFound({ key, source, error })
    }
    engine.call('logs.source', { key }).then(
      (source) => take(source, null),
      (error: unknown) => take(null, toErrorInfo(error)),
    )
    return () => {
      isCurrent = false
    }
    // Its status is why to ask again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [key, status])
  return found?.key === key ? found : { source: null, error: null }
}

function Log({ container, note }: { container: ContainerSummary; note: string | null }) {
  const { key, status } = container
  const { output, times } = useLogOptions()
  const [view] = useState(() => new LogView(engine, key, output))
  const [search] = useState(() => new LogSearch(engine, key))
  const state = useSyncExternalStore(view.subscribe, view.state)
  const found = useSyncExternalStore(search.subscribe, search.state)
  const { bar } = useLogBar()
  const isLive = hasProcesses(container)
  const start = startOf(container)

  useShown(view)
  useEffect(() => () => search.clear(), [search])
  useEffect(() => view.choose(output), [view, output])
  // Started again, or for the first time: what it says now is followed as before.
  useEffect(() => {
    if (status === 'running' && view.state().isEnd) view.follow()
  }, [view, status])

  function showMatch(index: number): void {
    const match = search.choose(index)
    if (match) view.openAt({ file: match.file, offset: match.offset })
  }
  function step(by: 1 | -1): void {
    if (search.step(by)) showMatch(search.state().current)
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <LogToolbar view={view} state={state} isLive={isLive} bar={bar} />
      {bar === 'search' && (
        <SearchBar
          search={search}
          state={found}
          output={output}
          onStep={step}
          onClose={() => setLogBar(null)}
        />
      )}
      {bar === 'jump' && (
        <JumpBar view={view} rows={state.rows} isUtc={times === 'utc'} onClose={() => setLogBar(null)} />
      )}
      {bar === 'save' && <SaveBar container={container} output={output} onClose={() => setLogBar(null)} />}
      {note !== null && (
        <p className="border-b border-line px-4 py-1.5 text-small text-text-muted">{visibleText(note)}</p>
      )}
      {state.error && (
        <ErrorNotice title="Could not read the log" error={state.error} className="mx-4 my-2 shrink-0" />
      )}
      <LogLines
        view={view}
        state={state}
        start={start}
        isLive={isLive}
        matches={bar === 'search' ? found.byRow : noMatches}
        current={bar === 'search' ? (found.matches[found.current] ?? null) : null}
        onAllOutput={() => setLogOptions({ output: null })}
      />
      {bar === 'search' && found.query !== null && (
        <MatchList state={found} start={start} onChoose={showMatch} />
      )}
    </div>
  )
}

/** Nothing is followed while nobody sees it. */
function useShown(view: LogView): void {
  useEffect(() => {
    const note = (): void => view.setVisible(document.visibilityState === 'visible')
    note()
    document.addEventListener('visibilitychange', note)
    const stop = onConnected(() => view.connected())
    return () => {
      document.removeEventListener('visibilitychange', note)
      stop()
      view.dispose()
    }
  }, [view])
}

function startOf(container: ContainerSummary): number | null {
  const text = runningSince(container) ?? container.startedAt ?? container.createdAt
  const time = text === null ? NaN : Date.parse(text)
  return Number.isNaN(time) ? null : time
}
