// The commands that were run on one container, the last one first.
import { splitKey } from '../../../../src-shared/container-key.ts'
import { useShallow } from 'zustand/react/shallow'
import { useCommands } from '../../../stores/commands.ts'
import { CommandEntry } from '../../activity/CommandEntry.tsx'

/** The page answers what happened last; Activity has them all. */
const shownCommands = 8

export function ContainerCommands({ containerKey }: { containerKey: string }) {
  const commands = useCommands(
    useShallow((state) =>
      state.commands
        .filter((command) => command.containerKey === containerKey)
        .slice(-shownCommands)
        .toReversed(),
    ),
  )
  if (commands.length === 0) {
    return <p className="text-text-muted">No command was run on it since the engine was started.</p>
  }
  return (
    <ul
      aria-label={`Commands run on ${splitKey(containerKey).id}`}
      className="-mx-4 flex w-auto flex-col self-stretch"
    >
      {commands.map((record) => (
        <CommandEntry key={record.id} record={record} hasContainer={false} />
      ))}
    </ul>
  )
}
