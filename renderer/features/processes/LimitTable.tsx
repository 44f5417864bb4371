// The limits of a process (setrlimit(2)) as they are in force.
import type { ProcessLimit } from '../../../src-shared/processes-model.ts'
import { formatLimit } from '../../ui/format-figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { Cell, DetailTable, notToSee } from './DetailTable.tsx'

export function LimitTable({ limits }: { limits: readonly ProcessLimit[] | null }) {
  if (limits === null) return <p className="text-text-muted">{notToSee('limits')}</p>
  return (
    <DetailTable label="Limits" heads={['Limit', 'Soft', 'Hard', 'Counts']}>
      {limits.map(({ name, soft, hard, unit }) => (
        <tr key={name} className="border-t border-line">
          <Cell>{visibleText(name)}</Cell>
          <Cell isFigure>{limitText(soft, unit)}</Cell>
          <Cell isFigure>{limitText(hard, unit)}</Cell>
          <Cell>
            <span className="text-text-muted">{unit === '' ? '–' : visibleText(unit)}</span>
          </Cell>
        </tr>
      ))}
    </DetailTable>
  )
}

function limitText(value: number | null, unit: string): string {
  if (value === null) return 'unlimited'
  return unit === 'bytes' && value >= 1024 ? formatLimit(value) : String(value)
}
