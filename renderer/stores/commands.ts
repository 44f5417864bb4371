// The commands that the engine ran: the last five hundred, each with how it ended.
import { create } from 'zustand'
import type { CommandRecord } from '../../src-shared/model.ts'
import { engine, onConnected } from '../engine/index.ts'

/** As many as the engine keeps itself. */
export const keptCommands = 500

export interface CommandsState {
  /** Oldest first. */
  commands: readonly CommandRecord[]
}

export const useCommands = create<CommandsState>(() => ({ commands: [] }))

/** Puts a record where its id belongs; commands arrive in order but for their ends. */
export function withCommand(commands: readonly CommandRecord[], record: CommandRecord): CommandRecord[] {
  const index = commands.findLastIndex(({ id }) => id === record.id)
  if (index !== -1) return commands.with(index, record)
  return [...commands, record].slice(-keptCommands)
}

/** The last command that is of use to show: for one container, or for any. */
export function lastCommand(state: CommandsState, containerKey?: string): CommandRecord | null {
  const isWanted = (record: CommandRecord): boolean =>
    containerKey === undefined || record.containerKey === containerKey
  return state.commands.findLast(isWanted) ?? null
}

async function load(): Promise<void> {
  try {
    // A restarted engine counts from the start again, so that its list replaces ours.
    useCommands.setState({ commands: await engine.call('commands.recent', {}) })
  } catch {
    // The connection went again; the next one asks once more.
  }
}

/** Begins to follow the engine. */
export function startCommands(): void {
  engine.on('commands.changed', (record) => {
    useCommands.setState(({ commands }) => ({ commands: withCommand(commands, record) }))
  })
  onConnected(() => void load())
}
