// What a process was started with. Its values stay in the engine until they are asked for: some are secrets.
import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ProcessEnvironment, ProcessRow } from '../../../src-shared/processes-model.ts'
import { engine } from '../../engine/index.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { FoldedText } from '../../ui/FoldedText.tsx'
import { visibleLines, visibleText } from '../../ui/visible-text.ts'

export function EnvironmentList({ containerKey, process }: { containerKey: string; process: ProcessRow }) {
  const { pid, startTime } = process
  const [isShown, setIsShown] = useState(false)
  const [environment, setEnvironment] = useState<ProcessEnvironment | null>(null)
  const [error, setError] = useState<ErrorInfo | null>(null)
  useEffect(() => {
    let isCurrent = true
    const args = { key: containerKey, pid, startTime, withValues: isShown }
    engine.call('processes.environment', args).then(
      (found) => isCurrent && setEnvironment(found),
      (failure: unknown) => isCurrent && setError(toErrorInfo(failure)),
    )
    return () => {
      isCurrent = false
    }
  }, [containerKey, pid, startTime, isShown])

  if (error) return <ErrorNotice title="Its environment cannot be read" error={error} />
  if (environment === null) return null
  const { variables, isCut } = environment
  if (variables.length === 0) return <p className="text-text-muted">It was started with no environment.</p>
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <p className="flex-1 text-small text-text-muted">
          As its program began; what it has set since is known to it alone.
        </p>
        {isShown && (
          <CopyButton
            label="Copy environment"
            text={() => variables.map(({ name, value }) => `${name}=${value ?? ''}`).join('\n')}
          />
        )}
        <Button
          aria-pressed={isShown}
          icon={isShown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? 'Hide values' : 'Show values'}
        </Button>
      </div>
      <dl aria-label="Environment" className="flex flex-col">
        {variables.map(({ name, value }, index) => (
          <div
            // A name may stand there twice.
            // oxlint-disable-next-line react/no-array-index-key
            key={`${index} ${name}`}
            className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3 border-t border-line py-1"
          >
            <dt className="code [overflow-wrap:anywhere] select-text">
              <bdi>{name === '' ? '(no name)' : visibleText(name)}</bdi>
            </dt>
            <dd className="code min-w-0 [overflow-wrap:anywhere] select-text">
              {value === null ? (
                <span className="text-text-muted" aria-label="hidden">
                  ••••••
                </span>
              ) : (
                <FoldedText text={visibleLines(value)} className="whitespace-pre-wrap" />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {isCut && <p className="text-small text-text-muted">There is more of it than is ever read.</p>}
    </div>
  )
}
