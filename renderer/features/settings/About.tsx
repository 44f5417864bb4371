// What runs here: versions, the user, the runc root, the machine's cgroups, and files of ours that were set aside.
import { useEffect, useState } from 'react'
import type { EngineInfo } from '../../../src-shared/model.ts'
import type { WindowCallResult } from '../../../src-shared/window-contract.ts'
import { windowCall } from '../../engine/window.ts'
import { useEngineInfo } from '../../stores/engine-info.ts'
import { useWarnings } from '../../stores/warnings.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'

const cgroupNames: Record<EngineInfo['cgroup'], string> = {
  v1: 'version 1',
  hybrid: 'version 1, with version 2 beside it (hybrid)',
  v2: 'version 2',
  none: 'none',
}

type Line = [name: string, value: string]

function linesOf(info: EngineInfo | null, versions: WindowCallResult<'app.versions'> | null): Line[] {
  return [
    ...(versions
      ? ([
          ['Runc Desktop', versions.app],
          ['Electron', `${versions.electron} (Chromium ${versions.chrome}, Node ${versions.node})`],
        ] satisfies Line[])
      : []),
    ...(info
      ? ([
          ['Engine', `${info.version}, pid ${info.pid}`],
          ['User', `${info.user.name} (uid ${info.user.uid}${info.rootless ? ', rootless' : ''})`],
          ['runc root', info.root],
          ['cgroups', cgroupNames[info.cgroup]],
        ] satisfies Line[])
      : []),
  ]
}

export function About() {
  const info = useEngineInfo((state) => state.info)
  const [versions, setVersions] = useState<WindowCallResult<'app.versions'> | null>(null)
  const ofWindow = useWarnings((state) => state.ofWindow)

  useEffect(() => {
    // Without an answer the lines are missing; there is nothing else to be done about it.
    windowCall('app.versions', {}).then(setVersions, () => {})
  }, [])

  const lines = linesOf(info, versions)
  const warnings = [...ofWindow, ...(info?.warnings ?? [])]
  return (
    <div className="flex items-start gap-2 py-2 pr-1.5 pl-3">
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <dl className="grid grid-cols-[128px_1fr] gap-x-3 gap-y-1">
          {lines.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-text-muted">{name}</dt>
              <dd className="figures [overflow-wrap:anywhere] select-text">{value}</dd>
            </div>
          ))}
        </dl>
        {warnings.length > 0 && (
          <ul aria-label="Warnings" className="flex flex-col gap-1 text-warning">
            {warnings.map((warning) => (
              <li key={warning} className="[overflow-wrap:anywhere] select-text">
                {warning}
              </li>
            ))}
          </ul>
        )}
      </div>
      <CopyButton
        label="Copy details"
        text={() => lines.map(([name, value]) => `${name}: ${value}`).join('\n')}
      />
    </div>
  )
}
