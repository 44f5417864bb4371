// What few need of a checkpoint, folded away: CRIU's options, a parent, memory sent elsewhere.
import { useId, useState } from 'react'
import type { CheckpointRequest, CheckpointSupport } from '../../../src-shared/checkpoint-model.ts'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { fieldLook, TextField } from '../../ui/Field.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { hintAttributes } from '../../ui/hint.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { CriuFields } from './CriuFields.tsx'
import { switchWords } from './words.ts'

interface MoreFieldsProps {
  request: Omit<CheckpointRequest, 'name'>
  support: CheckpointSupport | null
  /** Names of checkpoints that it can be taken on top of. */
  parents: readonly string[]
  change: (changes: Partial<CheckpointRequest>) => void
}

export function MoreFields({ request, support, parents, change }: MoreFieldsProps) {
  return (
    <Fold title="Options of CRIU">
      <CriuFields options={request} change={change} />
      <div className="flex flex-col gap-2">
        {(['tcpSkipInFlight', 'linkRemap'] as const).map((name) => (
          <span key={name} {...hintAttributes({ hint: switchWords[name].help })}>
            <CheckBox
              label={switchWords[name].name}
              isChecked={request[name] === true}
              onChange={(isOn) => change({ [name]: isOn || undefined })}
            />
          </span>
        ))}
      </div>
      {parents.length > 0 && (
        <ParentField
          value={request.parent ?? ''}
          parents={parents}
          reason={support?.preDump.reason ?? null}
          onChange={(parent) => change({ parent: parent === '' ? undefined : parent })}
        />
      )}
      <PageServer request={request} support={support} change={change} />
    </Fold>
  )
}

interface ParentFieldProps {
  value: string
  parents: readonly string[]
  /** Why this kernel cannot tell which pages have changed. */
  reason: string | null
  onChange: (parent: string) => void
}

function ParentField({ value, parents, reason, onChange }: ParentFieldProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-small text-text-muted">
        On top of
      </label>
      <select
        id={id}
        value={value}
        disabled={reason !== null}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.value)}
        className={fieldLook}
      >
        <option value="">Nothing: all memory is written</option>
        {parents.map((name) => (
          <option key={name} value={name}>
            {visibleText(name)}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className="text-small text-text-muted">
        {reason ?? 'Only pages that changed since are written.'}
      </p>
    </div>
  )
}

/** `host:port`, also of IPv6; what it cannot be is left to the runtime to say. */
function toServer(text: string): CheckpointRequest['pageServer'] {
  if (text.trim() === '') return undefined
  const [, address = text.trim(), port = '0'] = /^(.*):(\d{1,6})$/.exec(text.trim()) ?? []
  return { address, port: Number(port) }
}

function PageServer({ request, support, change }: Omit<MoreFieldsProps, 'parents'>) {
  const [text, setText] = useState('')
  const reason = support?.lazyPages.reason ?? null
  return (
    <div className="flex flex-col gap-1">
      <TextField
        label="Page server"
        isCode
        value={text}
        maxLength={300}
        placeholder="address:port"
        help="Memory goes to a criu page-server there instead of to disk."
        onChange={(value) => {
          setText(value)
          change({ pageServer: toServer(value) })
        }}
      />
      <CheckBox
        label="Lazy pages: serve the memory there until it has been fetched"
        isChecked={request.lazyPages === true}
        onChange={(isOn) => change({ lazyPages: isOn || undefined })}
      />
      {reason !== null && <p className="text-small text-text-muted">{visibleText(reason)}</p>}
    </div>
  )
}
