// runc or conmon is not there: what is missing, what it is for, how this distribution installs it, and a new look.
import { PackageX, RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { missingRequired, recheckTools, useEngineInfo } from '../../stores/engine-info.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { installCommands } from './install-commands.ts'

const listed = new Intl.ListFormat('en', { type: 'conjunction' })

/** The whole page, or (`isNotice`) a strip above a list that can still be read. */
export function MissingTools({ isNotice = false }: { isNotice?: boolean }) {
  const missing = missingRequired(useEngineInfo((state) => state.info))
  const names = listed.format(missing.map(({ name }) => name))
  const title = `${names} ${missing.length === 1 ? 'is' : 'are'} not installed`
  if (missing.length === 0) return null

  const list = (
    <ul className="flex flex-col gap-1">
      {missing.map(({ name, neededFor }) => (
        <li key={name} className="text-text-muted">
          <span className="code text-text">{name}</span> – {neededFor}
        </li>
      ))}
    </ul>
  )
  if (!isNotice) {
    return (
      <EmptyState icon={<PackageX size={20} aria-hidden />} title={title}>
        {list}
        <Installation commands={installCommands(missing)} />
      </EmptyState>
    )
  }
  return (
    <section
      aria-label={title}
      className="flex shrink-0 gap-6 border-b border-warning-line bg-warning-surface px-4 py-3"
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <strong className="text-warning">{title}</strong>
        {list}
      </div>
      <div className="flex w-80 shrink-0 flex-col items-start gap-2">
        <Installation commands={installCommands(missing)} />
      </div>
    </section>
  )
}

function Installation({ commands }: { commands: readonly string[] }) {
  const isRechecking = useEngineInfo((state) => state.isRechecking)
  const [outcome, setOutcome] = useState<ErrorInfo | 'missing' | null>(null)

  async function check(): Promise<void> {
    setOutcome(null)
    try {
      const info = await recheckTools()
      setOutcome(missingRequired(info).length > 0 ? 'missing' : null)
    } catch (error) {
      setOutcome(toErrorInfo(error))
    }
  }

  return (
    <>
      {commands.length > 0 ? (
        <CommandLines lines={commands} className="w-full" />
      ) : (
        <p>Install it with your distribution’s package manager.</p>
      )}
      <div className="flex items-center gap-3">
        <Button
          look="primary"
          isBusy={isRechecking}
          icon={<RotateCw size={14} aria-hidden />}
          onClick={() => void check()}
        >
          {isRechecking ? 'Checking…' : 'Check again'}
        </Button>
        <output className="text-text-muted">
          {outcome === 'missing' && !isRechecking && 'Still not there.'}
        </output>
      </div>
      {outcome !== null && outcome !== 'missing' && (
        <ErrorNotice title="Could not check" error={outcome} className="w-full" />
      )}
    </>
  )
}
