// How a command ended, shortest: `running`, `exit 0`, `exit 1`; `failed` where the exit code does not tell.
import type { CommandRecord } from '../../../src-shared/model.ts'

export function outcomeText({ durationMs, exitCode, error }: CommandRecord): string {
  if (durationMs === null) return 'running'
  if (error !== null && (exitCode === null || exitCode === 0)) return 'failed'
  return exitCode === null ? 'ended' : `exit ${exitCode}`
}
