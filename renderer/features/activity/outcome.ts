// How a command ended, shortest: `running`, `0`, `1`, or `–` where there never was an exit code.
import type { CommandRecord } from '../../../src-shared/model.ts'

export function outcomeText({ durationMs, exitCode }: CommandRecord): string {
  if (durationMs === null) return 'running'
  return exitCode === null ? '–' : String(exitCode)
}
