// What a container is: its program, where it lives, how far it is kept apart.
import type { ReactNode } from 'react'
import type { ContainerDetail } from '../../../../src-shared/model.ts'
import { classNames } from '../../../ui/class-names.ts'
import { commandText } from '../../../ui/command-text.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { FoldedText } from '../../../ui/FoldedText.tsx'
import { formatMoment } from '../../../ui/format.ts'
import { visibleLines, visibleText } from '../../../ui/visible-text.ts'

export function Facts({ detail }: { detail: ContainerDetail }) {
  const { summary, spec, specProblem, cgroupPath, stateDirectory, logPath } = detail
  const isSaidAlready = summary.problem !== null && specProblem?.includes(summary.problem) === true
  // Without its state nothing is known of what it has; what it has not cannot be claimed either.
  const isUnreadable = summary.status === 'broken'
  const annotations = Object.entries(spec?.annotations ?? {})
  return (
    <dl className="flex flex-col">
      {specProblem !== null && !isSaidAlready && (
        <p className="pb-2 text-danger [overflow-wrap:anywhere] select-text">{visibleText(specProblem)}</p>
      )}
      {spec && (
        <>
          <Fact name="Command" code={spec.args.length === 0 ? null : commandText(spec.args)} />
          <Fact name="Directory" code={spec.cwd} />
          <Fact name="User" code={spec.user} />
          <Fact name="Host name" code={spec.hostname} />
        </>
      )}
      <Fact
        name="Root file system"
        code={summary.rootfs}
        aside={spec && (spec.readonlyRootfs ? 'read-only' : 'writable')}
      />
      <Fact name="Bundle" code={summary.bundle} aside={summary.ownsBundle ? 'deleted with it' : null} />
      {spec && (
        <Fact
          name="Namespaces"
          aside={spec.namespaces
            .map(({ type, path }) => (path === null ? type : `${type} of ${path}`))
            .join(', ')}
        />
      )}
      <Fact
        name="cgroup"
        code={cgroupPath}
        aside={summary.hasCgroup || isUnreadable ? null : 'none of its own: no pause, no limits'}
      />
      {!isUnreadable && (
        <Fact
          name="Terminal"
          aside={summary.terminal ? 'its first process has one' : 'none for its first process'}
        />
      )}
      <Fact name="Created" aside={summary.createdAt && formatMoment(summary.createdAt)} />
      <Fact name="State" code={stateDirectory} />
      <Fact name="Log" code={logPath} />
      {spec && <Fact name="OCI version" aside={spec.ociVersion} />}
      {annotations.length > 0 && <Annotations annotations={annotations} />}
    </dl>
  )
}

/** Keys are long and foreign: each stands above its value. */
function Annotations({ annotations }: { annotations: readonly [string, string][] }) {
  return (
    <div className="grid grid-cols-[112px_1fr] gap-x-3 py-0.5">
      <dt className="text-text-muted">Annotations</dt>
      <dd className="flex min-w-0 flex-col gap-1 select-text">
        {annotations.map(([key, value]) => (
          <span key={key} className="code flex flex-col items-start [overflow-wrap:anywhere]">
            <bdi className="line-clamp-3 text-text-muted">{visibleText(key)}</bdi>
            <FoldedText text={visibleLines(value)} className="whitespace-pre-wrap" />
          </span>
        ))}
      </dd>
    </div>
  )
}

/** Longer than a few lines, in characters: it stands for itself and is folded. */
const longFact = 120

function Value({ code }: { code: string }) {
  // Paths fill the line; words stay whole.
  const look = classNames(
    'code whitespace-pre-wrap',
    /\s/.test(code) ? '[overflow-wrap:anywhere]' : 'break-all',
  )
  const text = visibleLines(code)
  return code.length > longFact || text.includes('\n') ? (
    <FoldedText text={text} className={look} />
  ) : (
    <bdi className={look}>{text}</bdi>
  )
}

interface FactProps {
  name: string
  /** The value, when it is an id, a path or a command: it can be copied. */
  code?: string | null
  /** In words, after it or alone. */
  aside?: ReactNode
}

/** A line of the list; none for what is not known. */
function Fact({ name, code = null, aside = null }: FactProps) {
  const hasCode = code !== null && code !== ''
  if (!hasCode && (aside === null || aside === '')) return null
  return (
    <div className="group grid grid-cols-[112px_1fr_24px] gap-x-3 py-0.5">
      <dt className="text-text-muted">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere] select-text">
        {hasCode && (
          // A program's script may be long and have lines of its own.
          <Value code={code} />
        )}
        {hasCode && aside && ' '}
        {aside && (
          <bdi className={hasCode ? 'text-text-muted' : undefined}>
            {typeof aside === 'string' ? visibleText(aside) : aside}
          </bdi>
        )}
      </dd>
      <dd className="-my-0.5">
        {hasCode && (
          <CopyButton
            text={code}
            label={`Copy ${name}`}
            className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
          />
        )}
      </dd>
    </div>
  )
}
