// A log without a line to show: nothing was written, or nothing to the chosen output, or that is still looked for.
import { ScrollText } from 'lucide-react'
import type { LogOutput } from '../../../src-shared/logs-model.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatBytes } from '../../ui/format-figures.ts'
import type { LogViewState } from './log-view.ts'

export interface LogEmptyProps {
  state: LogViewState
  output: LogOutput | null
  isLive: boolean
  onAllOutput: () => void
}

export function LogEmpty({ state, output, isLive, onAllOutput }: LogEmptyProps) {
  const isLooking = state.before !== null && state.error === null
  const title = isLooking
    ? `Looking for ${output ?? 'lines'}`
    : output === null
      ? isLive
        ? 'Nothing written yet'
        : 'It wrote nothing'
      : `Nothing on ${output}`
  return (
    <EmptyState icon={<ScrollText size={20} aria-hidden />} title={title}>
      <p className="text-text-muted">
        {isLooking
          ? `${formatBytes(state.position)} of ${formatBytes(state.size)} are left to look through.`
          : isLive
            ? 'Lines appear here as they are written.'
            : 'It has ended, so nothing more will come.'}
      </p>
      {output !== null && <Button onClick={onAllOutput}>Show all output</Button>}
    </EmptyState>
  )
}
