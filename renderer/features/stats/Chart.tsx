// One chart with its legend: the figures of now, or of the moment under the pointer.
import { useEffect, useId, useRef, useState } from 'react'
import { formatTime } from '../../ui/format.ts'
import { hintAttributes } from '../../ui/hint.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { onThemeChange } from '../terminal/palette.ts'
import type { StatsHistory } from '../../stores/stats-history.ts'
import type { ChartDefinition, ChartSeries } from './chart-definitions.ts'
import { createPlot, drawnSeries, plotHeight } from './plot.ts'
import type { PlotContent } from './plot.ts'
import { hasCurve, latestFigure, windowReader } from './windows.ts'
import type { TimeWindow } from './windows.ts'

export interface ChartProps {
  definition: ChartDefinition
  history: StatsHistory
  span: TimeWindow
  /** Charts of one page share their cursor. */
  syncKey: string
}

export function Chart({ definition, history, span, syncKey }: ChartProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const { latest } = history
  const missing = latest && definition.missing(latest)
  const note = missing === null ? noteOf(definition, history, span) : null
  const isDrawn = missing === null

  useEffect(() => {
    const { current } = box
    if (!current || !isDrawn) return undefined
    const plot = createPlot(current, definition, { syncKey, onCursor: setCursor })
    // Past React: the picture is not its.
    const draw = (): void => plot.update(contentOf(definition, history, span))
    draw()
    history.listeners.add(draw)
    const observer = new ResizeObserver(() => plot.resize(current.clientWidth))
    observer.observe(current)
    const stopTheme = onThemeChange(() => plot.recolour())
    return () => {
      history.listeners.delete(draw)
      observer.disconnect()
      stopTheme()
      plot.dispose()
    }
  }, [definition, history, isDrawn, span, syncKey])

  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-1 border-b border-line px-4 pt-3 pb-2">
      <div className="flex h-6 items-baseline gap-2">
        <h2 id={id}>{definition.title}</h2>
        <p
          className="min-w-0 flex-1 truncate text-right text-small text-text-muted"
          {...hintAttributes({ hint: note && visibleText(note) })}
        >
          {note && <bdi>{visibleText(note)}</bdi>}
        </p>
      </div>
      {missing === null ? (
        <>
          <Legend definition={definition} history={history} span={span} cursor={cursor} />
          <div
            ref={box}
            aria-hidden="true"
            style={{ height: plotHeight }}
            className="min-w-0 overflow-hidden"
          />
        </>
      ) : (
        <p className="py-2 text-text-muted select-text">{missing}</p>
      )}
    </section>
  )
}

function noteOf(definition: ChartDefinition, history: StatsHistory, span: TimeWindow): string | null {
  const { latest, readings } = history
  const drawn = drawnSeries(definition).map(({ key }) => key)
  if (readings < 2 && !hasCurve(history, span, drawn)) return 'drawn from the second reading on'
  return latest && definition.note(latest)
}

function contentOf(definition: ChartDefinition, history: StatsHistory, span: TimeWindow): PlotContent {
  const reader = windowReader(history, span)
  const moments = reader.moments()
  const kills = definition.hasOomMarks ? reader.figures('oomKills') : []
  return {
    endMs: reader.endMs,
    lengthMs: span.lengthMs,
    moments,
    figures: drawnSeries(definition).map(({ key }) => reader.figures(key)),
    marks: moments.filter((_, index) => (kills[index] ?? 0) > 0),
  }
}

type LegendProps = Pick<ChartProps, 'definition' | 'history' | 'span'> & { cursor: number | null }

function Legend({ definition, history, span, cursor }: LegendProps) {
  const reader = windowReader(history, span)
  const moment = cursor === null ? undefined : reader.moments()[cursor]
  return (
    <dl
      aria-label={definition.title}
      className="flex min-h-5 flex-wrap content-start gap-x-4 text-small @min-[860px]:min-h-10"
    >
      {definition.series.map((one) => {
        // Of now, whichever ring the window shows: the means of long windows come late.
        const values = cursor === null ? null : reader.figures(one.key)
        const value = values === null ? latestFigure(history, one.key) : (values[cursor ?? 0] ?? NaN)
        return (
          <div key={one.key} className="flex items-center gap-1.5" {...hintAttributes({ hint: one.hint })}>
            {!one.isFigureOnly && <Swatch series={one} />}
            <dt className="text-text-muted">{one.name}</dt>
            <dd className="figures">{valueText(definition, history, one, value)}</dd>
          </div>
        )
      })}
      {moment !== undefined && (
        <div className="flex gap-1.5">
          <dt className="text-text-muted">at</dt>
          <dd className="figures">{formatTime(new Date(moment).toISOString())}</dd>
        </div>
      )}
    </dl>
  )
}

function valueText(
  { format }: ChartDefinition,
  { latest }: StatsHistory,
  { isLimit }: ChartSeries,
  value: number,
): string {
  if (!Number.isNaN(value)) return format(value)
  return isLimit && latest !== null ? 'none' : '–'
}

function Swatch({ series }: { series: ChartSeries }) {
  return (
    <svg aria-hidden="true" width="16" height="2" className="shrink-0">
      <line
        x1="0"
        x2="16"
        y1="1"
        y2="1"
        strokeWidth="2"
        strokeDasharray={series.isDashed ? '4 2' : undefined}
        style={{ stroke: `var(${series.colour})` }}
      />
    </svg>
  )
}
