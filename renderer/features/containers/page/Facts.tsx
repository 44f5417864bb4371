// What a container is: its program, where it lives, how far it is kept apart.
import type { ReactNode } from 'react'
import type { ContainerDetail } from '../../../../src-shared/model.ts'
import { classNames } from '../../../ui/class-names.ts'
import { commandText } from '../../../ui/command-text.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { formatMoment } from '../../../ui/format.ts'
import { hintAttributes } from '../../../ui/hint.ts'

export function Facts({ detail }: { detail: ContainerDetail }) {
  const { summary, spec, specProblem, cgroupPath, stateDirectory, logPath } = detail
  const annotations = Object.entries(spec?.annotations ?? {})
  return (
    <dl className="flex flex-col">
      {specProblem !== null && (
        <p className="pb-2 text-danger [overflow-wrap:anywhere] select-text">{specProblem}</p>
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
        aside={summary.hasCgroup ? null : 'none of its own: no pause, no limits'}
      />
      <Fact
        name="Terminal"
        aside={summary.terminal ? 'its first process has one' : 'none for its first process'}
      />
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
          <span key={key} className="code flex flex-col [overflow-wrap:anywhere]">
            <span className="text-text-muted">{key}</span>
            <span>{value}</span>
          </span>
        ))}
      </dd>
    </div>
  )
}

/** Beyond six lines it is cut, and whole only on hover and on copy. */
const longFact = 180

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
          <span
            className={classNames(
              'code whitespace-pre-wrap',
              code.length > longFact && 'line-clamp-6',
              // Paths fill the line; words stay whole.
              /\s/.test(code) ? '[overflow-wrap:anywhere]' : 'break-all',
            )}
            {...hintAttributes({ hint: code.length > longFact ? code : null })}
          >
            {code}
          </span>
        )}
        {hasCode && aside && ' '}
        {aside && <span className={hasCode ? 'text-text-muted' : undefined}>{aside}</span>}
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
