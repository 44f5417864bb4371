// While it is being created: the command that runs now.
import { useCommands } from '../../../stores/commands.ts'
import { commandText } from '../../../ui/command-text.ts'
import { MiddleCut } from '../../../ui/MiddleCut.tsx'
import { useCreation } from './creation.ts'

export function CreationProgress() {
  const { isBusy, lastCommandBefore } = useCreation()
  const last = useCommands(({ commands }) => commands.at(-1) ?? null)
  const isOurs = isBusy && last !== null && last.id > lastCommandBefore
  return (
    <output className="flex min-w-0 flex-1 text-text-muted">
      {isOurs && <MiddleCut text={commandText(last.argv)} tail={24} className="code" />}
    </output>
  )
}
