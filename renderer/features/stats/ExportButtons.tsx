// Takes the figures of the shown window along, as a file that one chooses.
import { Download } from 'lucide-react'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { windowCall } from '../../engine/index.ts'
import { nameOf } from '../../stores/container-order.ts'
import { notify, notifyFailure } from '../../stores/notices.ts'
import type { StatsHistory } from '../../stores/stats-history.ts'
import { Button } from '../../ui/Button.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { toCsv, toJson } from './export-text.ts'
import type { TimeWindow } from './windows.ts'

export interface ExportButtonsProps {
  container: ContainerSummary
  history: StatsHistory
  span: TimeWindow
}

const formats = ['csv', 'json'] as const

export function ExportButtons({ container, history, span }: ExportButtonsProps) {
  const reason = history.latest === null ? 'Nothing was read yet.' : null

  async function save(format: (typeof formats)[number]): Promise<void> {
    const { id, key } = container
    const text = format === 'csv' ? toCsv(history, span) : toJson(history, span, { container: id, key })
    // Names of others may hold anything.
    const name = nameOf(container)
      .replaceAll(/[^\w.-]/g, '_')
      .slice(0, 100)
    try {
      const path = await windowCall('dialog.saveText', { suggestedName: `${name}-stats.${format}`, text })
      if (path !== null) notify('Saved the figures', path)
    } catch (error) {
      notifyFailure('Could not save the figures', toErrorInfo(error))
    }
  }

  return formats.map((format) => (
    <Button
      key={format}
      icon={<Download size={14} aria-hidden />}
      reason={reason}
      hint={`Save the figures of the last ${span.name}, one each ${span.each}`}
      onClick={() => void save(format)}
    >
      {format.toUpperCase()}
    </Button>
  ))
}
