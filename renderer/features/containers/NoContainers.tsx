// The list is empty: what runc is, the two ways to a first container, and the same two as commands.
import { Box, FlaskConical, FolderOpen } from 'lucide-react'
import { useEngineInfo } from '../../stores/engine-info.ts'
import { useRoots } from '../../stores/roots.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { commandText } from '../../ui/command-text.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { createSampleNow, useCreation } from './create/creation.ts'
import { openBundlePicker } from './create/pick-bundle.ts'

export function NoContainers() {
  const info = useEngineInfo((state) => state.info)
  const { quick } = useCreation()
  const root = info?.root ?? '/run/runc'
  const others = useRoots(
    ({ roots }) => roots.filter(({ isOwn, state }) => !isOwn && state === 'watched').length,
  )
  return (
    <EmptyState icon={<Box size={20} aria-hidden />} title="No containers yet">
      <p className="text-text-muted">
        runc runs OCI containers: a program in a directory of its own, kept apart by the kernel, with no
        daemon around it. Whatever runc runs below <span className="code text-text select-text">{root}</span>
        {others > 0 && `, or in ${others === 1 ? 'one more root' : `${others} more roots`} of other tools`},
        started here or anywhere else, appears in this list by itself.
      </p>
      <ClosedRoots />
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          icon={<FlaskConical size={14} aria-hidden />}
          reason={info?.sampleProblem}
          isBusy={quick.isBusy}
          onClick={() => void createSampleNow()}
        >
          {quick.isBusy ? 'Creating the sample…' : 'Create from sample'}
        </Button>
        <Button icon={<FolderOpen size={14} aria-hidden />} onClick={() => void openBundlePicker()}>
          Open a bundle…
        </Button>
      </div>
      {info?.sampleProblem && <p className="text-small text-text-muted">No sample: {info.sampleProblem}</p>}
      {quick.error && (
        <ErrorNotice title="Could not create the sample" error={quick.error} className="w-full" />
      )}
      <div className="flex w-full flex-col gap-2 pt-2">
        <h3 className="text-small font-normal text-text-muted">
          Or in a terminal, in the directory of a bundle
        </h3>
        <CommandLines
          className="w-full"
          lines={[commandText(['runc', '--root', root, 'run', 'my-container'])]}
        />
        <p className="text-small text-text-muted">
          A bundle is a directory with a config.json, which{' '}
          <span className="code select-text">{info?.rootless ? 'runc spec --rootless' : 'runc spec'}</span>{' '}
          writes, and the root file system that it names, “rootfs”, which is yours to fill.
        </p>
      </div>
    </EmptyState>
  )
}

/** An empty list is a puzzle when the containers are where one may not look. */
function ClosedRoots() {
  const roots = useRoots((state) => state.roots)
  const closed = roots.filter(({ state, isOwn }) => state === 'unreadable' && !isOwn)
  if (closed.length === 0) return null
  return (
    <ul
      aria-label="Roots that cannot be read"
      className="flex w-full flex-col gap-1 rounded-control border border-warning-line bg-warning-surface px-3 py-2"
    >
      {closed.map(({ path, problem }) => (
        <li key={path} className="[overflow-wrap:anywhere] select-text">
          <bdi className="code">{visibleText(path)}</bdi> cannot be read.{' '}
          {problem !== null && <bdi className="text-text-muted">{visibleText(problem)}</bdi>}
        </li>
      ))}
    </ul>
  )
}
