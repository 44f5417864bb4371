// What a runtime holds of the containers under its conmon: their control fifos, the keepers of their logs, and the
// program that carries input to them.
import { ControlFifos } from './control.ts'
import { RuncError } from './errors.ts'
import type { MonitorPlaces } from './layout.ts'
import { LogKeepers } from './log-keeper.ts'
import { defaultLogLimits } from './log-rotation.ts'
import type { LogLimits } from './log-rotation.ts'

export interface Supervision {
  controls: ControlFifos
  keepers: LogKeepers
  logLimits: LogLimits
  /** What was found in disorder and stays so, one sentence each. */
  warnings: string[]
  /** Throws NotSupported without socat. */
  socatPath: () => string
  /** The container is gone. */
  forget(places: MonitorPlaces): void
}

/** Throws InvalidArgument for limits that make no sense. */
export function createSupervision(
  log: Partial<LogLimits> | undefined,
  findSocat: () => { path: string | null; advice: string },
): Supervision {
  const logLimits = { ...defaultLogLimits, ...log }
  const { maxBytes, keepFiles } = logLimits
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1 || !Number.isSafeInteger(keepFiles) || keepFiles < 2) {
    throw new RuncError('InvalidArgument', 'A log needs at least 1 byte a file and 2 files.')
  }
  const controls = new ControlFifos()
  const keepers = new LogKeepers(logLimits, controls)
  return {
    controls,
    keepers,
    logLimits,
    warnings: [],
    socatPath: () => {
      const { path, advice } = findSocat()
      if (path !== null) return path
      throw new RuncError(
        'NotSupported',
        `Without socat nothing can be typed into a container. ${advice}`.trim(),
      )
    },
    forget: (places) => {
      controls.forget(places)
      keepers.forget(places)
    },
  }
}
