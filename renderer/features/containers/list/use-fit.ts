// Which columns are drawn and how wide, for the width that the list has now.
import { useLayoutEffect, useMemo, useState } from 'react'
import type { RefObject } from 'react'
import { fitColumns } from '../../../stores/list-columns.ts'
import type { Fit } from '../../../stores/list-columns.ts'
import { useColumns } from '../../../stores/list-layout.ts'
import { margins } from '../columns.ts'
import { drawnColumns } from './arrange.ts'

/** Before it is measured: what a window of usual width leaves to it. */
const usualWidth = 1080

export interface ListFit extends Fit {
  /** Of head and rows, in pixels. */
  total: number
}

export function useFit(scroller: RefObject<HTMLElement | null>): ListFit {
  const columns = useColumns()
  const [width, setWidth] = useState(usualWidth)

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const measure = (): void => setWidth(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  const fit = useMemo(() => {
    const around = margins.marks + margins.actions
    const fitted = fitColumns(columns, width - around)
    return { ...fitted, total: fitted.total + around }
  }, [columns, width])
  useLayoutEffect(() => {
    drawnColumns.current = fit.columns
    drawnColumns.crowdedOut = fit.crowdedOut
  }, [fit])
  return fit
}
