// How much a container uses now; of one that has ended, how long it ran and how it ended.
import { useEffect, type ReactNode } from 'react'
import type { ContainerSummary, ExitInfo } from '../../../../src-shared/model.ts'
import { mayUse, watchUsage } from '../../../stores/usage.ts'
import { memoryHint } from '../../../stores/list-columns.ts'
import { formatElapsed, formatMoment } from '../../../ui/format.ts'
import { hintAttributes } from '../../../ui/hint.ts'
import { CpuCell, MemoryCell, ProcessesCell } from '../list/UsageCells.tsx'
import { exitCodeText, isBadExit } from '../words.ts'

export function Glance({ container }: { container: ContainerSummary }) {
  const { key, status, exit } = container
  // Told of each second, like a row in sight.
  useEffect(() => {
    watchUsage([key])
    return () => watchUsage([])
  }, [key])

  if (mayUse(status)) {
    return (
      <Tiles>
        <Tile name="CPU">
          <CpuCell container={container} />
        </Tile>
        <Tile name="Memory" hint={memoryHint}>
          <MemoryCell container={container} />
        </Tile>
        <Tile name="Processes">
          <ProcessesCell container={container} />
        </Tile>
      </Tiles>
    )
  }
  if (status !== 'stopped' || exit === null) return null
  return (
    <Tiles>
      <Tile name="Exit code">
        <span className={isBadExit(exit) ? 'figures text-danger' : 'figures'}>{exitCodeText(exit)}</span>
      </Tile>
      <Tile name="Ran for">
        <span className="figures">{ranFor(container, exit)}</span>
      </Tile>
      <Tile name="Ended">
        <span className="figures">{exit.finishedAt === null ? '–' : formatMoment(exit.finishedAt)}</span>
      </Tile>
    </Tiles>
  )
}

function ranFor({ startedAt }: ContainerSummary, { finishedAt }: ExitInfo): string {
  const length = Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')
  return Number.isNaN(length) ? '–' : formatElapsed(length)
}

function Tiles({ children }: { children: ReactNode }) {
  return (
    <dl
      aria-label="At a glance"
      className="grid shrink-0 grid-cols-3 divide-x divide-line border-b border-line"
    >
      {children}
    </dl>
  )
}

function Tile({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-3 px-4 py-2.5">
      <dt className="shrink-0 text-text-muted" {...hintAttributes({ hint })}>
        {name}
      </dt>
      <dd className="flex min-w-0 flex-1 items-center justify-start gap-2 whitespace-nowrap">{children}</dd>
    </div>
  )
}
