// Which columns are drawn and how wide, for the width that the list has now.
import { useLayoutEffect, useMemo, useState } from 'react'
import type { RefObject } from 'react'
import { fitColumns } from '../../../stores/list-columns.ts'
import type { Fit } from '../../../stores/list-columns.ts'
import { useColumns } from '../../../stores/list-layout.ts'
import { margins } from '../columns.ts'
import { drawnColumns } from './arrange.ts'

/** What the list measured last, so that the next one is right at once; at first what a window of usual size leaves. */
export const lastSize = { width: 1080, height: 640 }

export interface ListFit extends Fit {
  /** Of head and rows, in pixels. */
  total: number
}

export function useFit(scroller: RefObject<HTMLElement | null>): ListFit {
  const columns = useColumns()
  const [width, setWidth] = useState(lastSize.width)

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    // It tells of the first size as well, before the first paint: asking here would lay out everything twice.
    const observer = new ResizeObserver(() => {
      lastSize.width = element.clientWidth
      lastSize.height = element.clientHeight
      setWidth(lastSize.width)
    })
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
