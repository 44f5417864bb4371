// What a process has open: number, kind, how it was opened, where it leads.
import type { OpenFile } from '../../../src-shared/processes-model.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { notToSee, Cell, DetailTable } from './DetailTable.tsx'

const accessWords = { read: 'read', write: 'write', both: 'read, write' } as const
const streams: Readonly<Record<number, string>> = { 0: 'stdin', 1: 'stdout', 2: 'stderr' }

export function OpenFileTable({ files, omitted }: { files: readonly OpenFile[] | null; omitted: number }) {
  if (files === null) return <p className="text-text-muted">{notToSee('open files')}</p>
  if (files.length === 0) return <p className="text-text-muted">It has no file open.</p>
  return (
    <>
      <DetailTable label="Open files" heads={['FD', 'Type', 'Opened to', 'Leads to']}>
        {files.map(({ descriptor, type, access, target, position }) => (
          <tr key={descriptor} className="border-t border-line align-top">
            <Cell isFigure>
              {descriptor}
              {streams[descriptor] && (
                <span className="block text-caption text-text-muted">{streams[descriptor]}</span>
              )}
            </Cell>
            <Cell>{type}</Cell>
            <Cell>{access === null ? '–' : accessWords[access]}</Cell>
            <td className="py-1 [overflow-wrap:anywhere] select-text">
              <bdi className="code">{visibleText(target)}</bdi>
              {type === 'file' && position !== null && position > 0 && (
                <span className="figures block text-caption text-text-muted">at byte {position}</span>
              )}
            </td>
          </tr>
        ))}
      </DetailTable>
      {omitted > 0 && <p className="pt-2 text-small text-text-muted">and {omitted} more</p>}
    </>
  )
}
