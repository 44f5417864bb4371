// The runc root cannot be read and nothing is known of it: which one, for whom, and what that means.
import { FolderLock, RotateCw } from 'lucide-react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { loadContainers } from '../../stores/containers.ts'
import { useEngineInfo } from '../../stores/engine-info.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { commandText } from '../../ui/command-text.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { useAttempt } from '../../ui/use-attempt.ts'

export function RootUnreadable({ problem }: { problem: ErrorInfo }) {
  const info = useEngineInfo((state) => state.info)
  // It says itself what it could not read, and the problem then stands here.
  const again = useAttempt(loadContainers)

  return (
    <EmptyState icon={<FolderLock size={20} aria-hidden />} title="The runc root cannot be read">
      <ErrorNotice title="Not readable" error={problem} className="w-full" />
      {info && (
        <p className="text-text-muted">
          Runc Desktop runs as <span className="code text-text">{info.user.name}</span> and looks into{' '}
          <span className="code text-text select-text">{info.root}</span>, where runc keeps the state of each
          container. As soon as it may read that directory, the containers appear here.
        </p>
      )}
      {info && <CommandLines className="w-full" lines={[commandText(['ls', '-ld', info.root])]} />}
      <Button
        look="primary"
        isBusy={again.isBusy}
        icon={<RotateCw size={14} aria-hidden />}
        onClick={again.start}
      >
        Try again
      </Button>
    </EmptyState>
  )
}
