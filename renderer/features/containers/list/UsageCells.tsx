// The cells of what a container uses: figure and small curve, written past React at each tick, and only where the text or
// the curve came out otherwise. What is not known is a dash.
import { useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { ContainerSummary } from '../../../../src-shared/model.ts'
import { mayUse, onUsage, usageOf } from '../../../stores/usage.ts'
import type { UsageRecord } from '../../../stores/usage.ts'
import { trendPath } from '../../../stores/usage-trend.ts'
import { formatBytes, formatCpu, formatLimit } from '../../../ui/format-figures.ts'
import { cpuTop, memoryTop, trendSize } from './trend.ts'

const missing = '–'
/** Of its limit, from which on the kernel may soon end something. */
const nearLimit = 0.9

interface CellProps {
  container: Pick<ContainerSummary, 'number' | 'status'>
}

/** Draws now, and again whenever there is another value. */
function useDrawing(
  { number, status }: CellProps['container'],
  draw: (record: UsageRecord | null) => void,
): void {
  useLayoutEffect(() => {
    const update = (): void => draw(mayUse(status) ? usageOf(number) : null)
    update()
    return onUsage(number, update)
    // It writes into elements that stay; a new function of the same cell would write the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [number, status])
}

function write(element: RefObject<HTMLElement | null>, text: string): void {
  if (element.current && element.current.textContent !== text) element.current.textContent = text
}

function writePath(element: RefObject<SVGPathElement | null>, path: string): void {
  if (element.current && element.current.getAttribute('d') !== path) element.current.setAttribute('d', path)
}

function Curve({ path }: { path: RefObject<SVGPathElement | null> }) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 -1 ${trendSize.width} ${trendSize.height + 2}`}
      preserveAspectRatio="none"
      className="h-4 max-w-11 min-w-0 flex-1 text-text-muted"
    >
      <path
        ref={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

export function CpuCell({ container }: CellProps) {
  const figure = useRef<HTMLSpanElement>(null)
  const path = useRef<SVGPathElement>(null)
  useDrawing(container, (record) => {
    const cpu = record?.latest.cpu ?? Number.NaN
    write(figure, Number.isNaN(cpu) ? missing : formatCpu(cpu))
    writePath(
      path,
      record ? trendPath(record.cpu, trendSize.width, trendSize.height, cpuTop(record.cpu)) : '',
    )
  })
  return (
    <>
      <Curve path={path} />
      <span ref={figure} className="figures min-w-12 shrink-0 text-right" />
    </>
  )
}

export function MemoryCell({ container }: CellProps) {
  const figure = useRef<HTMLSpanElement>(null)
  const limit = useRef<HTMLSpanElement>(null)
  const path = useRef<SVGPathElement>(null)
  useDrawing(container, (record) => {
    const { memoryBytes = Number.NaN, memoryLimitBytes = Number.NaN } = record?.latest ?? {}
    const isLimited = Number.isFinite(memoryLimitBytes)
    write(figure, Number.isNaN(memoryBytes) ? missing : formatBytes(memoryBytes))
    write(limit, isLimited && !Number.isNaN(memoryBytes) ? ` / ${formatLimit(memoryLimitBytes)}` : '')
    figure.current?.classList.toggle('text-warning', isLimited && memoryBytes > memoryLimitBytes * nearLimit)
    writePath(
      path,
      record
        ? trendPath(
            record.memory,
            trendSize.width,
            trendSize.height,
            memoryTop(record.memory, memoryLimitBytes),
          )
        : '',
    )
  })
  return (
    <>
      <Curve path={path} />
      <span className="figures min-w-14 shrink-0 text-right whitespace-pre">
        <span ref={figure} />
        <span ref={limit} className="text-text-muted" />
      </span>
    </>
  )
}

export function ProcessesCell({ container }: CellProps) {
  const figure = useRef<HTMLSpanElement>(null)
  useDrawing(container, (record) => {
    const { processes = Number.NaN } = record?.latest ?? {}
    write(figure, Number.isNaN(processes) ? missing : String(processes))
  })
  return <span ref={figure} className="figures" />
}
