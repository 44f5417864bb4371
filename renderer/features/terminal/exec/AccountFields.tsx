// As whom and with which rights a program runs: user, groups, directory, capabilities. The container's own accounts are
// offered; numbers work too.
import { useId } from 'react'
import type { TerminalOptions } from '../../../../src-shared/terminal-model.ts'
import { TextField } from '../../../ui/Field.tsx'
import { Segments } from '../../../ui/Segments.tsx'
import type { Draft, Problems } from './draft.ts'

/** A list to pick from is no phone book. */
const mostOffered = 200

export interface FieldsProps {
  draft: Draft
  problems: Problems
  change: (changes: Partial<Draft>) => void
}

export function AccountFields({
  draft,
  options,
  problems,
  change,
}: FieldsProps & { options: TerminalOptions | null }) {
  const id = useId()
  const own = options?.defaults ?? null
  const ownCapabilities = own
    ? `The container’s own ${own.capabilities.length}.`
    : 'As the container has them.'
  return (
    <>
      <div className="grid grid-cols-3 gap-x-3">
        <TextField
          label="User"
          list={`${id}-users`}
          value={draft.user}
          placeholder={own?.user ?? ''}
          maxLength={256}
          problem={problems.user ?? null}
          help="A name or a number."
          onChange={(user) => change({ user })}
        />
        <TextField
          label="Group"
          list={`${id}-groups`}
          value={draft.group}
          placeholder="The user’s own"
          maxLength={256}
          problem={problems.group ?? null}
          onChange={(group) => change({ group })}
        />
        <TextField
          label="More groups"
          value={draft.additionalGroups}
          maxLength={1000}
          problem={problems.additionalGroups ?? null}
          onChange={(additionalGroups) => change({ additionalGroups })}
        />
      </div>
      <datalist id={`${id}-users`}>
        {(options?.users ?? []).slice(0, mostOffered).map(({ name, uid }) => (
          <option key={name} value={name}>
            {uid}
          </option>
        ))}
      </datalist>
      <datalist id={`${id}-groups`}>
        {(options?.groups ?? []).slice(0, mostOffered).map(({ name, gid }) => (
          <option key={name} value={name}>
            {gid}
          </option>
        ))}
      </datalist>
      <TextField
        label="Directory"
        isCode
        value={draft.cwd}
        placeholder={own?.cwd ?? '/'}
        maxLength={4096}
        problem={problems.cwd ?? null}
        onChange={(cwd) => change({ cwd })}
      />
      <div className="flex flex-col gap-1">
        <span id={`${id}-capabilities`} className="text-small text-text-muted">
          Capabilities
        </span>
        <div className="self-start">
          <Segments
            labelledBy={`${id}-capabilities`}
            value={draft.capabilities}
            onChange={(capabilities) => change({ capabilities })}
            options={[
              { value: 'own', name: 'The container’s' },
              { value: 'none', name: 'None' },
              { value: 'these', name: 'These' },
            ]}
          />
        </div>
        {draft.capabilities === 'these' ? (
          <TextField
            label="Which"
            isCode
            value={draft.capabilityNames}
            placeholder="NET_ADMIN SYS_PTRACE"
            maxLength={2000}
            problem={
              draft.capabilityNames === ''
                ? null
                : (problems.capabilityNames ?? problems.capabilities ?? null)
            }
            onChange={(capabilityNames) => change({ capabilityNames })}
          />
        ) : (
          <p className="min-h-5 text-small text-text-muted">
            {draft.capabilities === 'own' ? ownCapabilities : 'Not even root may do what needs one.'}
          </p>
        )}
      </div>
    </>
  )
}
