// The last commands that the runtime ran, for whoever opens Activity late.
import type { CommandRecord } from '../../src-shared/model.ts'

/** What `commands.recent` promises. */
const mostCommands = 500

export interface CommandLog {
  /** Takes a command's beginning and, under the same id, its end. */
  record(command: CommandRecord): void
  recent(): CommandRecord[]
}

export function createCommandLog(onChanged: (command: CommandRecord) => void): CommandLog {
  /** By id; a Map keeps the order in which they began. */
  const commands = new Map<number, CommandRecord>()
  return {
    record(command) {
      commands.set(command.id, command)
      for (const id of commands.keys()) {
        if (commands.size <= mostCommands) break
        commands.delete(id)
      }
      onChanged(command)
    },
    recent() {
      return [...commands.values()]
    },
  }
}
