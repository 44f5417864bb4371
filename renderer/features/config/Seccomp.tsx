// The seccomp profile: what it does with everything, and the answer for one system call.
import { useState } from 'react'
import type { ConfigInForce, ConfigView } from '../../../src-shared/config-contract.ts'
import {
  actionText,
  answerSeccomp,
  type SeccompAnswer,
  type SeccompProfile,
} from '../../../src-shared/seccomp.ts'
import { classNames } from '../../ui/class-names.ts'
import { TextField } from '../../ui/Field.tsx'
import { visibleText } from '../../ui/visible-text.ts'

export function Seccomp({ view: { seccomp }, now }: { view: ConfigView; now: ConfigInForce | null }) {
  const mode = now?.seccompMode ?? null
  return (
    <div className="flex flex-col gap-3">
      <p className="select-text">
        {seccomp === null ? (
          'It has no profile: seccomp stands in the way of no call.'
        ) : (
          <Summary profile={seccomp} />
        )}{' '}
        {mode !== null && (
          <span className="text-text-muted">
            {mode === 0 ? 'No filter is in force now.' : 'A filter is in force now.'}
          </span>
        )}
      </p>
      {seccomp && <CallSearch profile={seccomp} />}
    </div>
  )
}

function Summary({ profile }: { profile: SeccompProfile }) {
  const { defaultAction, defaultErrno, architectures, rules } = profile
  const named = new Set(rules.flatMap(({ names }) => names)).size
  return (
    <>
      Calls are <strong>{visibleText(actionText(defaultAction, defaultErrno))}</strong>, but for {named} that
      are named
      {architectures.length > 0 && (
        <>
          , on{' '}
          <bdi className="code">
            {visibleText(
              architectures.map((name) => name.replace('SCMP_ARCH_', '').toLowerCase()).join(', '),
            )}
          </bdi>
        </>
      )}
      .
    </>
  )
}

function CallSearch({ profile }: { profile: SeccompProfile }) {
  const [call, setCall] = useState('')
  const name = call.trim().toLowerCase()
  const isName = /^[a-z_][a-z0-9_]*$/.test(name)
  return (
    <div className="flex flex-col gap-1">
      <TextField
        label="Is this system call allowed?"
        value={call}
        onChange={setCall}
        placeholder="such as mount, clone, ptrace"
        isCode
        className="max-w-100"
        problem={name === '' || isName ? null : 'A system call is one word, such as openat2.'}
      />
      {isName && <Answer name={name} answer={answerSeccomp(profile, name)} />}
    </div>
  )
}

const outcomes = {
  allowed: ['is allowed', 'text-state-running'],
  refused: ['is not allowed', 'text-danger'],
  depends: ['depends on its arguments', 'text-state-paused'],
} as const

function Answer({ name, answer }: { name: string; answer: SeccompAnswer }) {
  const { outcome, cases, isNamed } = answer
  const [words, look] = outcomes[outcome]
  return (
    <output className="flex flex-col gap-1 select-text">
      <p>
        <bdi className="code">{name}</bdi> <strong className={look}>{words}</strong>
        {!isNamed && <span className="text-text-muted"> — the profile does not name it</span>}
      </p>
      <ul className="flex flex-col">
        {cases.map(({ when, what, isAllowed }) => (
          <li key={`${when} ${what}`} className="text-text-muted">
            <span className={classNames('text-text', !isAllowed && 'text-danger')}>{visibleText(what)}</span>{' '}
            {when === null ? (
              cases.length > 1 && 'otherwise'
            ) : (
              <>
                if <bdi className="code">{visibleText(when)}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
    </output>
  )
}
