// How a program runs: on a terminal or with its outputs apart, what it reads, and whether it survives the app.
import { useId } from 'react'
import { CheckBox } from '../../../ui/CheckBox.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { Segments } from '../../../ui/Segments.tsx'
import type { FieldsProps } from './AccountFields.tsx'

export function WayFields({ draft, problems, change }: FieldsProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-x-6 gap-y-1.5">
        <CheckBox label="On a terminal" isChecked={draft.tty} onChange={(tty) => change({ tty })} />
        <CheckBox
          label="Survives the app"
          isChecked={draft.persistent}
          onChange={(persistent) => change({ persistent })}
        />
      </div>
      <p className="text-small text-text-muted">
        {draft.tty ? 'It has the size of its pane.' : 'Standard output and error are shown apart.'}{' '}
        {draft.persistent
          ? 'It has a monitor of its own (conmon) and is listed again after a restart, with its output since.'
          : 'It ends when the app does.'}
      </p>
      {!draft.tty && (
        <div className="flex flex-col gap-1">
          <span id={`${id}-input`} className="text-small text-text-muted">
            Input
          </span>
          <div className="self-start">
            <Segments
              labelledBy={`${id}-input`}
              value={draft.input}
              onChange={(input) => change({ input })}
              options={[
                { value: 'none', name: 'None' },
                { value: 'viewer', name: 'Typed' },
                { value: 'file', name: 'A file' },
              ]}
            />
          </div>
          {draft.input === 'file' && (
            <TextField
              label="File on this machine"
              isCode
              value={draft.inputPath}
              placeholder="/path/to/file"
              maxLength={4096}
              problem={draft.inputPath === '' ? null : (problems.inputPath ?? null)}
              help="Its end is the end of the input."
              onChange={(inputPath) => change({ inputPath })}
            />
          )}
        </div>
      )}
    </div>
  )
}
