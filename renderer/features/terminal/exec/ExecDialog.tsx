// The dialog that runs a program in a container: what, as whom, where, with which rights, on a terminal or not; and the
// exact command that does it.
import { useId, useRef, useState } from 'react'
import { refusal } from '../../../../src-shared/actions.ts'
import { splitKey } from '../../../../src-shared/container-key.ts'
import { useContainers } from '../../../stores/containers.ts'
import { closeDialog } from '../../../stores/overlays.ts'
import { Button } from '../../../ui/Button.tsx'
import { CommandLines } from '../../../ui/CommandLines.tsx'
import { commandText } from '../../../ui/command-text.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { visibleText } from '../../../ui/visible-text.ts'
import { openTerminal } from '../actions.ts'
import { AccountFields } from './AccountFields.tsx'
import {
  draftOf,
  emptyDraft,
  fieldOfPath,
  problemsOf,
  requestOf,
  type Draft,
  type Problems,
} from './draft.ts'
import { Suggestions } from './Suggestions.tsx'
import { TextArea } from './TextArea.tsx'
import { useOptions, useRequestPreview } from './use-exec.ts'
import { WayFields } from './WayFields.tsx'

export function ExecDialog({ containerKey }: { containerKey: string }) {
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const options = useOptions(containerKey)
  const request = requestOf(draft)
  const preview = useRequestPreview(containerKey, request)
  const formId = useId()
  const command = useRef<HTMLInputElement>(null)

  const change = (changes: Partial<Draft>): void => setDraft((before) => ({ ...before, ...changes }))
  const asked = preview?.problem ?? null
  const complained = asked === null ? null : fieldOfPath(asked.detail?.path)
  const told: Problems = complained === null || asked === null ? {} : { [complained]: asked.message }
  const problems: Problems = { ...told, ...problemsOf(draft) }
  const gone = container ? refusal('terminal', container) : 'The container is gone.'
  const first = Object.values(problems)[0] ?? null
  const reason = gone ?? first ?? (complained === null ? (asked?.message ?? null) : null)
  const shell = options?.shells.find(({ isDefault }) => isDefault)?.path

  function run(): void {
    if (reason !== null || request === null) return
    closeDialog()
    void openTerminal(containerKey, request)
  }

  return (
    <Dialog
      width="wide"
      title={
        <>
          Run in <bdi className="code">{visibleText(splitKey(containerKey).id)}</bdi>
        </>
      }
      initialFocus={command}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} reason={reason}>
            Run
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-1.5"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <TextField
          ref={command}
          label="Command"
          isCode
          value={draft.command}
          maxLength={100_000}
          placeholder={shell === undefined ? 'The default shell' : `The default shell, ${shell}`}
          problem={problems.command ?? null}
          help={options?.problem ?? 'Arguments are parted by blanks and kept together by quotes.'}
          onChange={(value) => change({ command: value })}
        />
        <Suggestions
          options={options}
          onCommand={(value) => change({ command: value })}
          onRequest={(before) => setDraft(draftOf(before))}
        />
        <WayFields draft={draft} problems={problems} change={change} />
        <AccountFields draft={draft} options={options} problems={problems} change={change} />
        <TextArea
          label="Environment"
          value={draft.env}
          placeholder="NAME=value"
          help="One a line; added to the container’s own."
          problem={problems.env}
          onChange={(value) => change({ env: value })}
        />
        {preview && preview.argv.length > 0 && (
          <Command argv={preview.argv} processFile={preview.processFile} />
        )}
      </form>
    </Dialog>
  )
}

function Command({ argv, processFile }: { argv: readonly string[]; processFile: string | null }) {
  return (
    <div className="flex flex-col gap-1">
      <CommandLines lines={[commandText(argv)]} />
      {processFile !== null && (
        <div className="flex items-center gap-1 text-small text-text-muted">
          <span className="flex-1">
            What no option can say stands in <span className="code">process.json</span>.
          </span>
          <CopyButton text={processFile} label="Copy process.json" />
        </div>
      )}
    </div>
  )
}
