// One uPlot: lines and stacked areas over a fixed span of time, in the colours of the theme, with a cursor that all charts
// of a page share.
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ChartDefinition, ChartSeries } from './chart-definitions.ts'

export interface PlotContent {
  /** Milliseconds since 1970. */
  endMs: number
  lengthMs: number
  moments: readonly number[]
  /** In the order of the series that are drawn. */
  figures: readonly (readonly number[])[]
  /** Of moments at which something was killed for lack of memory. */
  marks: readonly number[]
}

export interface Plot {
  update(content: PlotContent): void
  resize(width: number): void
  /** The theme has changed. */
  recolour(): void
  dispose(): void
}

export const plotHeight = 132

/** Room for `999 MiB/s`. */
const axisWidth = 68
/** Half of a moment’s text: the last one may stand at the very end. */
const axisOverhang = 26
const areaOpacity = 0.28

export function drawnSeries({ series }: ChartDefinition): readonly ChartSeries[] {
  return series.filter(({ isFigureOnly }) => !isFigureOnly)
}

/** `onCursor` is told the index of the point under the pointer, null without one. */
export function createPlot(
  element: HTMLElement,
  definition: ChartDefinition,
  { syncKey, onCursor }: { syncKey: string; onCursor: (index: number | null) => void },
): Plot {
  const series = drawnSeries(definition)
  let content: PlotContent = { endMs: 0, lengthMs: 1, moments: [], figures: [], marks: [] }
  let colours = coloursOf(element, series)
  const colour = (name: string): string => colours.get(name) ?? 'gray'
  const font = '11px "Inter Variable", sans-serif'
  const axis: UPlot.Axis = {
    font,
    stroke: () => colour('--text-muted'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
  }
  const options: UPlot.Options = {
    width: Math.max(element.clientWidth, 100),
    height: plotHeight,
    legend: { show: false },
    padding: [8, axisOverhang, 0, 0],
    cursor: {
      sync: { key: syncKey, setSeries: false },
      drag: { setScale: false, x: false, y: false },
      points: { size: 6 },
      y: false,
    },
    scales: {
      x: { time: true, range: () => [(content.endMs - content.lengthMs) / 1000, content.endMs / 1000] },
      y: { range: (_plot, _least, most) => [0, Math.max(definition.least, (most ?? 0) * 1.08)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 80,
        values: (_plot, moments) => moments.map((seconds) => clockText(seconds, content.lengthMs)),
      },
      {
        ...axis,
        size: axisWidth,
        space: 32,
        ...(definition.isBinary ? { incrs: powersOfTwo } : {}),
        values: (_plot, values) => values.map((value) => definition.format(value)),
      },
    ],
    series: [
      {},
      ...series.map((one): UPlot.Series => ({
        stroke: () => colour(one.colour),
        width: one.isLimit ? 1 : 1.5,
        points: { show: false },
        ...(one.isDashed ? { dash: [4, 4] } : {}),
        ...(one.isStacked ? { fill: () => faded(colour(one.colour)) } : {}),
      })),
    ],
    hooks: {
      draw: [(chart) => drawMarks(chart, content.marks, colour('--series-limit'))],
      setCursor: [(chart) => onCursor(pointUnder(chart))],
    },
  }
  const plot = new UPlot(options, [[]], element)

  return {
    update(next) {
      content = next
      plot.setData(dataOf(series, next))
    },
    resize(width) {
      if (width > 0 && width !== plot.width) plot.setSize({ width, height: plotHeight })
    },
    recolour() {
      colours = coloursOf(element, series)
      plot.redraw(false, true)
    },
    dispose: () => plot.destroy(),
  }
}

/** The point at the cursor; null where there is none near it. */
function pointUnder(plot: UPlot): number | null {
  const { idx, left = -1 } = plot.cursor
  const seconds = idx === null || idx === undefined ? undefined : plot.data[0][idx]
  if (left < 0 || seconds === undefined || idx === undefined) return null
  return Math.abs(plot.valToPos(seconds, 'x') - left) <= nearPx ? idx : null
}

/** In CSS pixels. */
const nearPx = 12

/** Bytes are read in units of 1024. */
const powersOfTwo = Array.from({ length: 51 }, (_, power) => 2 ** power)

/** Stacked ones stand on those before them; a limit that is far away would press the rest flat, and is left out. */
function dataOf(series: readonly ChartSeries[], { moments, figures }: PlotContent): UPlot.AlignedData {
  const ground = moments.map(() => 0)
  const used = Math.max(0, ...series.flatMap((one, index) => (one.isLimit ? [] : largestOf(figures[index]))))
  const columns = series.map((one, index) => {
    const values = figures[index] ?? []
    if (one.isLimit && Math.min(...values.filter((value) => value > 0)) > used * nearLimit) {
      return values.map(() => null)
    }
    return values.map((value, at) => {
      if (Number.isNaN(value)) return null
      if (!one.isStacked) return value
      ground[at] = (ground[at] ?? 0) + value
      return ground[at]
    })
  })
  return [moments.map((ms) => ms / 1000), ...columns]
}

/** A limit is drawn when at least a third of it is used. */
const nearLimit = 3

function largestOf(values: readonly number[] = []): number[] {
  let largest = 0
  for (const value of values) if (value > largest) largest = value
  return [largest]
}

function drawMarks(plot: UPlot, marks: readonly number[], colour: string): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.strokeStyle = colour
  ctx.lineWidth = 2
  ctx.setLineDash([])
  for (const ms of marks) {
    const x = Math.round(plot.valToPos(ms / 1000, 'x', true))
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
  }
  ctx.restore()
}

/** As the page resolves them now: a canvas knows no variables. */
function coloursOf(element: HTMLElement, series: readonly ChartSeries[]): ReadonlyMap<string, string> {
  const probe = document.createElement('span')
  probe.style.display = 'none'
  element.append(probe)
  const names = ['--text-muted', '--line', '--series-limit', ...series.map(({ colour }) => colour)]
  const colours = new Map<string, string>()
  for (const name of names) {
    probe.style.color = `var(${name})`
    colours.set(name, getComputedStyle(probe).color)
  }
  probe.remove()
  return colours
}

function faded(colour: string): string {
  return colour.replace(/\)$/, ` / ${areaOpacity})`)
}

const hourMs = 3_600_000
const withSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const withoutSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

function clockText(seconds: number, lengthMs: number): string {
  return (lengthMs < hourMs ? withSeconds : withoutSeconds).format(seconds * 1000)
}
