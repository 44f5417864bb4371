// What a container is configured to be beside what it is: readable first, the files themselves second.
import { RotateCw } from 'lucide-react'
import { useId, useState } from 'react'
import type { ComponentType } from 'react'
import type { ConfigInForce, ConfigView } from '../../../src-shared/config-contract.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { IconButton } from '../../ui/Button.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { SkeletonBar, useIsSlow } from '../../ui/Skeleton.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { Section } from '../containers/page/Section.tsx'
import { Difference } from './Difference.tsx'
import { RawText } from './RawText.tsx'
import { Seccomp } from './Seccomp.tsx'
import {
  Annotations,
  Capabilities,
  Cgroup,
  Devices,
  Hooks,
  Kernel,
  Limits,
  Mounts,
  Namespaces,
  ProcessFacts,
} from './sections.tsx'
import { useConfig } from './use-config.ts'

const sections: readonly [
  title: string,
  Content: ComponentType<{ view: ConfigView; now: ConfigInForce | null }>,
][] = [
  ['Process', ProcessFacts],
  ['Mounts', Mounts],
  ['Namespaces', Namespaces],
  ['cgroup', Cgroup],
  ['Capabilities', Capabilities],
  ['Seccomp', Seccomp],
  ['Resource limits', Limits],
  ['Devices', Devices],
  ['Hooks', Hooks],
  ['Annotations', Annotations],
  ['Kernel and paths', Kernel],
]

export function ConfigTab({ container }: { container: ContainerSummary }) {
  const { report, error, reload } = useConfig(container)
  const [shown, setShown] = useState<'readable' | 'raw'>('readable')
  const label = useId()
  const isSlow = useIsSlow(report === null && error === null)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-3 border-b border-line pr-3 pl-4">
        <span id={label} className="spoken">
          Shown as
        </span>
        <Segments
          labelledBy={label}
          value={shown}
          options={[
            { value: 'readable', name: 'Readable' },
            { value: 'raw', name: 'Raw' },
          ]}
          onChange={setShown}
        />
        <p className="min-w-0 flex-1 truncate text-text-muted">
          {report?.now === null && 'It has no process: what would hold now is empty.'}
        </p>
        <IconButton label="Look again" icon={<RotateCw size={16} aria-hidden />} onClick={reload} />
      </div>
      {report && <Difference difference={report.difference} />}
      {error && <ErrorNotice title="Could not read all of it" error={error} className="m-3 shrink-0" />}
      {report === null && isSlow && <SkeletonBar className="m-4 w-60" />}
      {report && shown === 'readable' && (
        <div className="min-h-0 flex-1 divide-y divide-line overflow-y-auto">
          {report.problem !== null && (
            <p className="px-4 py-3 text-danger [overflow-wrap:anywhere] select-text">
              {visibleText(report.problem)}
            </p>
          )}
          {report.view &&
            sections.map(([title, Content]) => (
              <Section key={title} title={title}>
                {report.view && <Content view={report.view} now={report.now} />}
              </Section>
            ))}
        </div>
      )}
      {shown === 'raw' && (
        <div className="@container flex min-h-0 flex-1">
          <div className="flex min-h-0 min-w-0 flex-1 flex-col divide-line @min-[800px]:flex-row @min-[800px]:divide-x @max-[800px]:divide-y">
            <RawText containerKey={container.key} file="config" title="config.json" moment={report} />
            <RawText containerKey={container.key} file="state" title="state.json" moment={report} />
          </div>
        </div>
      )}
    </div>
  )
}
