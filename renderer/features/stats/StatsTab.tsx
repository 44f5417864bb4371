// What a container uses, now and since its page was opened: as pictures, as a table, and to take along.
import { ChartLine, Gauge } from 'lucide-react'
import { useId, useState } from 'react'
import { limitsRefusal } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { useContainers } from '../../stores/containers.ts'
import { openDialog } from '../../stores/overlays.ts'
import { mayUse } from '../../stores/usage.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { formatTime } from '../../ui/format.ts'
import { Segments } from '../../ui/Segments.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { sharingSentence } from '../containers/shared-cgroup.ts'
import { stateSentence } from '../containers/words.ts'
import { Chart } from './Chart.tsx'
import { charts } from './chart-definitions.ts'
import { ExportButtons } from './ExportButtons.tsx'
import { StatsTable } from './StatsTable.tsx'
import { useHistory } from './use-history.ts'
import { timeWindows, windowOf } from './windows.ts'
import type { TimeWindowName } from './windows.ts'

/** The same when one comes back. */
let lastWindow: TimeWindowName = '2min'
let lastLook: 'charts' | 'table' = 'charts'

const looks = [
  { value: 'charts', name: 'Charts' },
  { value: 'table', name: 'Table' },
] as const

export function StatsTab({ container }: { container: ContainerSummary }) {
  const history = useHistory(container)
  const [windowName, setWindowName] = useState(lastWindow)
  const [look, setLook] = useState(lastLook)
  const id = useId()
  const { latest, error } = history
  const isAlive = mayUse(container.status)
  const sharing = useContainers(({ byKey }) => sharingSentence(container, byKey))
  const sentences = [sentenceOf(container, latest?.readAt ?? null), sharing].filter((one) => one !== null)
  if (latest === null && !isAlive) {
    return (
      <EmptyState icon={<ChartLine size={20} aria-hidden />} title="Nothing is counted">
        <p className="text-text-muted">
          <bdi>{visibleText(stateSentence(container) ?? '')}</bdi> What it used last went with its processes.
        </p>
      </EmptyState>
    )
  }
  const span = windowOf(windowName)
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-3 border-b border-line px-4">
        <span id={`${id}-window`} className="spoken">
          Time shown
        </span>
        <Segments
          labelledBy={`${id}-window`}
          value={windowName}
          options={timeWindows}
          onChange={(value) => {
            lastWindow = value
            setWindowName(value)
          }}
        />
        <span id={`${id}-look`} className="spoken">
          Shown as
        </span>
        <Segments
          labelledBy={`${id}-look`}
          value={look}
          options={looks}
          onChange={(value) => {
            lastLook = value
            setLook(value)
          }}
        />
        <span className="flex-1" />
        <Button
          icon={<Gauge size={14} aria-hidden />}
          keys="L"
          reason={limitsRefusal(container)}
          onClick={() => openDialog({ name: 'limits', key: container.key })}
        >
          Limits…
        </Button>
        <ExportButtons container={container} history={history} span={span} />
      </div>
      {sentences.length > 0 && (
        <p className="border-b border-line px-4 py-2 text-text-muted select-text">
          <bdi>{visibleText(sentences.join(' '))}</bdi>
        </p>
      )}
      {error && isAlive && (
        <ErrorNotice title="It cannot be read now" error={error} className="mx-4 mt-3 shrink-0" />
      )}
      {look === 'charts' ? (
        <section
          // Scrollable, so the keyboard must get at it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label="Charts"
          className="grid min-h-0 flex-1 content-start overflow-y-auto -outline-offset-2 @min-[860px]:grid-cols-2 @min-[860px]:[&>*:nth-child(odd)]:border-r"
        >
          {charts.map((definition) => (
            <Chart
              key={definition.id}
              definition={definition}
              history={history}
              span={span}
              syncKey={container.key}
            />
          ))}
        </section>
      ) : (
        <StatsTable history={history} span={span} />
      )}
    </div>
  )
}

function sentenceOf(container: ContainerSummary, lastMs: number | null): string | null {
  if (container.status === 'paused') return 'It is paused: it uses no processor until it is resumed.'
  if (mayUse(container.status)) return null
  const until =
    lastMs === null ? '' : ` These are its figures until ${formatTime(new Date(lastMs).toISOString())}.`
  return `${stateSentence(container) ?? ''}${until}`
}
