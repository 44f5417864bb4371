// The Create dialog: the sample or a bundle, its id, whether to start it, and what came of it.
import { useEffect, useId, useRef } from 'react'
import { useContainers } from '../../../stores/containers.ts'
import { useEngineInfo } from '../../../stores/engine-info.ts'
import { closeDialog } from '../../../stores/overlays.ts'
import { Button } from '../../../ui/Button.tsx'
import { CheckBox } from '../../../ui/CheckBox.tsx'
import { CommandLines } from '../../../ui/CommandLines.tsx'
import { commandText } from '../../../ui/command-text.ts'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { RadioChoice } from '../../../ui/RadioChoice.tsx'
import { BundleField } from './BundleField.tsx'
import { CreationProgress } from './CreationProgress.tsx'
import { cancelCreation, changeDraft, checkDraft, createFromDraft, useCreation } from './creation.ts'
import { idProblemOf, idsIn, nextSampleId, whyNotYet } from './draft.ts'

export function CreateDialog() {
  const { draft, check, isBusy, failure } = useCreation()
  const info = useEngineInfo((state) => state.info)
  const root = info?.root ?? ''
  const sampleId = useContainers(({ byKey }) => nextSampleId(idsIn(root, byKey)))
  const formId = useId()
  const idField = useRef<HTMLInputElement>(null)

  // What was kept may have been taken or removed since.
  useEffect(() => void checkDraft(), [])

  const isSample = draft.source === 'sample'
  const sampleProblem = isSample ? (info?.sampleProblem ?? null) : null
  const reason = sampleProblem ?? whyNotYet(draft, check)
  const summary = check?.bundle === draft.bundle ? check.bundleCheck?.summary : null

  return (
    <Dialog
      title="Create a container"
      initialFocus={idField}
      onClose={isBusy ? cancelCreation : closeDialog}
      notice={failure && <ErrorNotice {...failure} isShort />}
      footer={
        <>
          <CreationProgress />
          <Button onClick={isBusy ? cancelCreation : closeDialog}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} reason={reason} isBusy={isBusy}>
            {isBusy ? 'Creating…' : 'Create'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === null) void createFromDraft()
        }}
      >
        <RadioChoice
          label="What to create it from"
          value={draft.source}
          className="grid-cols-2"
          onChange={(source) => changeDraft({ source, ...(draft.isIdTyped ? {} : { id: '' }) })}
          options={[
            {
              value: 'sample',
              name: 'Sample',
              help: 'A small busybox system, made on the spot.',
              reason: info?.sampleProblem,
            },
            { value: 'bundle', name: 'Bundle', help: 'A directory with config.json and a root file system.' },
          ]}
        />
        {!isSample && <BundleField />}
        <TextField
          ref={idField}
          label="Id"
          isCode
          value={draft.id}
          maxLength={10_000}
          placeholder={isSample ? sampleId : ''}
          problem={idProblemOf(draft, check)}
          help={
            isSample && draft.id === ''
              ? `Empty, it becomes ${sampleId}.`
              : 'What runc calls it: letters, digits and _ + - .'
          }
          onChange={(id) => changeDraft({ id, isIdTyped: id !== '' })}
        />
        <CheckBox
          label="Start it right away"
          isChecked={draft.startsAfter}
          onChange={(startsAfter) => changeDraft({ startsAfter })}
        />
        {!isSample && info && reason === null && !failure && (
          <InTerminal root={info.root} hasTerminal={summary?.terminal === true} />
        )}
      </form>
    </Dialog>
  )
}

/** What one would type; of a bundle with a terminal, which runc alone has nobody to hand to, what is run instead. */
function InTerminal({ root, hasTerminal }: { root: string; hasTerminal: boolean }) {
  const { bundle, id, startsAfter } = useCreation((state) => state.draft)
  if (hasTerminal) {
    return (
      <p className="text-small text-text-muted">
        It asks for a terminal, which <span className="code">conmon</span> keeps for it while it runs. The
        command is listed under Activity.
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-1">
      <p className="text-small text-text-muted">In a terminal, without a log and an exit code</p>
      <CommandLines
        label="Copy commands"
        lines={[
          commandText(['runc', '--root', root, 'create', '--bundle', bundle, id]),
          ...(startsAfter ? [commandText(['runc', '--root', root, 'start', id])] : []),
        ]}
      />
    </div>
  )
}
