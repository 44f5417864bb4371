// Takes a checkpoint: its name, what becomes of the container, CRIU's options, and the command.
import { useEffect, useId, useRef, useState } from 'react'
import { refusal } from '../../../src-shared/actions.ts'
import type { CheckpointRequest } from '../../../src-shared/checkpoint-model.ts'
import { splitKey } from '../../../src-shared/container-key.ts'
import { managerWarning } from '../../../src-shared/manager-guard.ts'
import { loadCheckpoints, takeCheckpoint, useCheckpoints } from '../../stores/checkpoints.ts'
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { goTo } from '../../stores/view.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { commandText } from '../../ui/command-text.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { RadioChoice } from '../../ui/RadioChoice.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { ManagerAside } from '../containers/ManagerAside.tsx'
import { MoreFields } from './MoreFields.tsx'
import { SupportNotice } from './SupportNotice.tsx'
import { freeName } from './free-name.ts'
import { useTakePreview } from './use-take-preview.ts'

export function TakeDialog({ containerKey }: { containerKey: string }) {
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const list = useCheckpoints(({ lists }) => lists.get(containerKey))
  const names = (list?.checkpoints ?? []).map(({ name }) => name)
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? freeName(names)
  const [request, setRequest] = useState<Omit<CheckpointRequest, 'name'>>({ leaveRunning: true })
  const formId = useId()
  const nameField = useRef<HTMLInputElement>(null)
  const preview = useTakePreview(containerKey, { ...request, name })
  useEffect(() => void loadCheckpoints(containerKey), [containerKey])

  const change = (changes: Partial<CheckpointRequest>): void =>
    setRequest((before) => ({ ...before, ...changes }))
  const warning = container ? managerWarning('checkpoint', container) : null
  const support = list?.support
  const whyNot = support && !support.isSupported && request.force !== true ? support.reason : null
  const taken = names.includes(name) ? `There is a checkpoint “${name}” already.` : null
  const gone = container ? refusal('checkpoint', container) : 'It is gone.'
  const reason = gone ?? taken ?? whyNot ?? preview?.problem?.message ?? null

  function take(): void {
    if (reason !== null) return
    closeDialog()
    goTo({ name: 'container', key: containerKey, tab: 'checkpoints' })
    void takeCheckpoint(containerKey, { ...request, name }, warning !== null)
  }

  return (
    <Dialog
      title={
        <>
          Checkpoint{' '}
          <bdi className="code">{visibleText(container ? nameOf(container) : splitKey(containerKey).id)}</bdi>
        </>
      }
      initialFocus={nameField}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} reason={reason}>
            {warning ? 'Checkpoint anyway' : 'Checkpoint'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          take()
        }}
      >
        <SupportNotice
          support={support}
          isForced={request.force === true}
          onForce={(isOn) => change({ force: isOn || undefined })}
        />
        {container && warning && <ManagerAside kind={container.owner.kind} warning={warning} />}
        <TextField
          ref={nameField}
          label="Name"
          isCode
          value={name}
          maxLength={200}
          problem={taken ?? preview?.problem?.message ?? null}
          onChange={setTyped}
        />
        <RadioChoice
          label="What becomes of the container"
          value={request.preDump ? 'preDump' : request.leaveRunning ? 'goes on' : 'ends'}
          onChange={(choice) =>
            change({ leaveRunning: choice !== 'ends', preDump: choice === 'preDump' || undefined })
          }
          options={[
            { value: 'goes on', name: 'It goes on', help: 'Frozen only while it is written.' },
            { value: 'ends', name: 'It ends', help: 'runc forgets it; restore brings it back.' },
            {
              value: 'preDump',
              name: 'Pre-dump',
              help: 'Memory alone, as a parent of the next.',
              reason: support?.preDump.reason,
            },
          ]}
        />
        <MoreFields request={request} support={support ?? null} parents={names} change={change} />
        {preview !== null && preview.argv.length > 0 && <CommandLines lines={[commandText(preview.argv)]} />}
      </form>
    </Dialog>
  )
}
