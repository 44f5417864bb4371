// While it is being created: the command that runs now.
import { useCommands } from '../../../stores/commands.ts'
import { CommandBrief } from '../../../ui/CommandBrief.tsx'
import { useCreation } from './creation.ts'

export function CreationProgress() {
  const { isBusy, lastCommandBefore } = useCreation()
  const last = useCommands(({ commands }) => commands.at(-1) ?? null)
  const isOurs = isBusy && last !== null && last.id > lastCommandBefore
  return (
    <output className="flex min-w-0 flex-1 text-text-muted">
      {isOurs && <CommandBrief argv={last.argv} containerKey={last.containerKey} />}
    </output>
  )
}
