// The programs that are driven: found with their version, or missing with what that costs and how to install them.
import { CircleAlert, CircleCheck, CircleDashed, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { Tool } from '../../../src-shared/model.ts'
import { recheckTools, useEngineInfo } from '../../stores/engine-info.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { MiddleCut } from '../../ui/MiddleCut.tsx'

export function Tools() {
  const { info, isRechecking } = useEngineInfo()
  const [error, setError] = useState<ErrorInfo | null>(null)

  async function check(): Promise<void> {
    setError(null)
    try {
      await recheckTools()
    } catch (failure) {
      setError(toErrorInfo(failure))
    }
  }

  return (
    <>
      {info === null && <p className="px-3 py-2 text-text-muted">The engine has not told yet.</p>}
      {info !== null && (
        <ul aria-label="Tools" className="flex flex-col">
          {info.tools.map((tool) => (
            <ToolEntry key={tool.name} tool={tool} />
          ))}
        </ul>
      )}
      <div className="flex flex-col items-start gap-2 px-3 py-2">
        {error && <ErrorNotice title="Could not check" error={error} className="w-full" />}
        <Button isBusy={isRechecking} icon={<RotateCw size={14} aria-hidden />} onClick={() => void check()}>
          {isRechecking ? 'Checking…' : 'Check again'}
        </Button>
      </div>
    </>
  )
}

function ToolEntry({ tool }: { tool: Tool }) {
  const { name, required, path, version, neededFor, installCommand } = tool
  return (
    <li className="flex flex-col gap-1.5 border-b border-line px-3 py-2">
      <div className="flex items-center gap-2">
        {path !== null && <CircleCheck size={16} aria-hidden className="shrink-0 text-state-running" />}
        {path === null && required && <CircleAlert size={16} aria-hidden className="shrink-0 text-danger" />}
        {path === null && !required && (
          <CircleDashed size={16} aria-hidden className="shrink-0 text-text-muted" />
        )}
        <span className="code">{name}</span>
        {version !== null && <span className="figures text-text-muted">{version}</span>}
        {path === null && (
          <span className={required ? 'text-danger' : 'text-text-muted'}>
            {required ? 'missing' : 'not installed (optional)'}
          </span>
        )}
        {path !== null && (
          <MiddleCut text={path} className="code ml-auto min-w-0 text-text-muted select-text" />
        )}
      </div>
      {path === null && <p className="pl-6 text-small text-text-muted">{neededFor}</p>}
      {path === null && installCommand !== null && <CommandLines lines={[installCommand]} className="ml-6" />}
    </li>
  )
}
