// How logs are shown, for all containers alike; kept through a reload.
import { create } from 'zustand'
import type { LogOutput } from '../../src-shared/logs-model.ts'
import { keep, keptFields } from './kept.ts'

export interface LogOptions {
  times: 'none' | 'local' | 'utc' | 'start'
  /** Null: both. */
  output: LogOutput | null
  isWrapped: boolean
  hasColours: boolean
}

const keptUnder = 'logs'

function initial(): LogOptions {
  const { times, output, isWrapped, hasColours } = keptFields(keptUnder)
  return {
    times: times === 'none' || times === 'utc' || times === 'start' ? times : 'local',
    output: output === 'stdout' || output === 'stderr' ? output : null,
    isWrapped: isWrapped === true,
    hasColours: hasColours !== false,
  }
}

export const useLogOptions = create<LogOptions>(initial)

export function setLogOptions(change: Partial<LogOptions>): void {
  useLogOptions.setState(change)
  keep(keptUnder, useLogOptions.getState())
}
