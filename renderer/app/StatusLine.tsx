// The line at the bottom: the last command that was run, how many containers are in which state; as of when, if not now.
import { isLive, useEngineState } from '../engine/index.ts'
import { outcomeText } from '../features/activity/outcome.ts'
import { countsText } from '../features/containers/words.ts'
import { DockToggle } from '../features/terminal/DockToggle.tsx'
import { lastCommand, useCommands } from '../stores/commands.ts'
import { useContainerList } from '../stores/container-list.ts'
import { rootProblem, useContainers } from '../stores/containers.ts'
import { goTo } from '../stores/view.ts'
import { classNames } from '../ui/class-names.ts'
import { CommandBrief } from '../ui/CommandBrief.tsx'
import { commandText } from '../ui/command-text.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatDuration, formatTime } from '../ui/format.ts'
import { engineWords } from './engine-words.ts'

export function StatusLine() {
  return (
    <footer
      aria-label="Status"
      className="flex h-7 shrink-0 items-center gap-3 border-t border-line bg-surface-0 pr-3 pl-3 text-small text-text-muted"
    >
      <LastCommand />
      <span className="flex-1" />
      <Counts />
      <DockToggle />
    </footer>
  )
}

function LastCommand() {
  const command = useCommands((state) => lastCommand(state))
  if (!command) return null
  const text = commandText(command.argv)
  const isBad = command.error !== null || (command.exitCode !== null && command.exitCode !== 0)
  return (
    <div className="flex min-w-0 items-center gap-2">
      <button
        type="button"
        className="code flex min-w-0 gap-2 rounded-inner text-[12px] hover:text-text"
        onClick={() => goTo({ name: 'activity' })}
      >
        <span className="spoken">Last command: </span>
        <span aria-hidden="true">$</span>
        <CommandBrief argv={command.argv} containerKey={command.containerKey} />
      </button>
      <span className={classNames('figures shrink-0', isBad && 'text-danger')}>
        {command.durationMs === null
          ? 'running'
          : `${isBad ? `${outcomeText(command)}, ` : ''}${formatDuration(command.durationMs)}`}
      </span>
      <CopyButton text={text} label="Copy last command" className="-ml-1" />
    </div>
  )
}

function Counts() {
  const isLoaded = useContainers((state) => state.isLoaded)
  const changedAt = useContainers((state) => state.asOf)
  const problem = useContainers(rootProblem)
  const counts = useContainerList((state) => state.counts)
  const engineState = useEngineState()
  const isCurrent = isLive(engineState) && problem === null
  const { text } = engineWords(engineState)
  const asOf = later(changedAt, engineState.process.answeredAt)
  if (!isLoaded) return <span className="shrink-0">{text}</span>
  return (
    <span className="figures flex shrink-0 gap-3">
      <span>{countsText(counts)}</span>
      {!isCurrent && asOf !== null && <span className="text-warning">as of {formatTime(asOf)}</span>}
    </span>
  )
}

/** The list was true when it was last changed, and when its engine was last well without having anything to tell. */
function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one
  return Date.parse(one) > Date.parse(other) ? one : other
}
