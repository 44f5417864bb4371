// Every command that the engine ran, the last one first.
import { SquareTerminal } from 'lucide-react'
import { useMemo } from 'react'
import { useCommands } from '../../stores/commands.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageBar } from '../../ui/PageBar.tsx'
import { CommandEntry } from './CommandEntry.tsx'

export function ActivityPage() {
  const commands = useCommands((state) => state.commands)
  const newestFirst = useMemo(() => commands.toReversed(), [commands])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageBar title="Activity">
        <p className="min-w-0 truncate text-text-muted">
          Every command run since the engine was started, as you could type it: without the files by which it
          reports back.
        </p>
      </PageBar>
      {newestFirst.length === 0 ? (
        <EmptyState icon={<SquareTerminal size={20} aria-hidden />} title="Nothing run so far">
          <p className="text-text-muted">
            Each action on a container is a command. It appears here with its time, its exit code and, when it
            failed, what it said; and it can be copied. The list begins with the engine’s start; what was run
            before is not kept.
          </p>
        </EmptyState>
      ) : (
        <div className="@container min-h-0 flex-1 overflow-y-auto">
          <ul aria-label="Commands" className="flex flex-col">
            {newestFirst.map((record) => (
              <CommandEntry key={record.id} record={record} hasContainer />
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
