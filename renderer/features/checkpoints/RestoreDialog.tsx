// Restores a checkpoint: in the container's own place, or as a clone under an id of its own.
import { useId, useRef, useState } from 'react'
import type { Checkpoint, RestoreRequest } from '../../../src-shared/checkpoint-model.ts'
import { idProblem } from '../../../src-shared/container-id.ts'
import { keyOf, splitKey } from '../../../src-shared/container-key.ts'
import { managerWarning } from '../../../src-shared/manager-guard.ts'
import { restoreCheckpoint, useCheckpoints } from '../../stores/checkpoints.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { goTo, useView } from '../../stores/view.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { ManagerAside } from '../containers/ManagerAside.tsx'
import { SupportNotice } from './SupportNotice.tsx'
import { CriuFields } from './CriuFields.tsx'
import { takenWith } from './words.ts'

interface RestoreDialogProps {
  containerKey: string
  checkpoint: Checkpoint
  isClone: boolean
}

export function RestoreDialog({ containerKey, checkpoint, isClone }: RestoreDialogProps) {
  const { root, id } = splitKey(containerKey)
  const byKey = useContainers((state) => state.byKey)
  const support = useCheckpoints(({ lists }) => lists.get(containerKey)?.support)
  const [clone, setClone] = useState(() => freeId(id, (candidate) => byKey.has(keyOf(root, candidate))))
  const [request, setRequest] = useState<RestoreRequest>(() => {
    const { tcpSkipInFlight: _skip, linkRemap: _remap, lazyPages: _lazy, ...shared } = checkpoint.options
    return shared
  })
  const formId = useId()
  const field = useRef<HTMLInputElement>(null)
  const change = (changes: RestoreRequest): void => setRequest((before) => ({ ...before, ...changes }))

  const present = byKey.get(containerKey)
  // In its place, what has ended makes way as if it were deleted.
  const warning = !isClone && present ? managerWarning('delete', present) : null
  const taken = byKey.has(keyOf(root, clone)) ? `There is a container “${clone}” in ${root} already.` : null
  const badId = isClone ? (idProblem(clone) ?? taken) : null
  const inTheWay =
    !isClone && present && present.status !== 'stopped'
      ? `It is ${present.status}. It has to end before it is restored in its place.`
      : null
  const whyNot = support && !support.isSupported && request.force !== true ? support.reason : null
  const reason = badId ?? inTheWay ?? whyNot

  async function restore(): Promise<void> {
    if (reason !== null) return
    closeDialog()
    const key = await restoreCheckpoint(
      containerKey,
      checkpoint.name,
      isClone ? clone : null,
      request,
      warning !== null,
    )
    // Whoever waited for it on this page wants to see it; whoever went elsewhere stays there.
    const { page } = useView.getState()
    if (key !== null && page.name === 'container' && page.key === containerKey) {
      goTo({ name: 'container', key, tab: 'overview' })
    }
  }

  return (
    <Dialog
      title={
        <>
          {isClone ? 'Clone' : 'Restore'} <bdi className="code">{visibleText(id)}</bdi> from{' '}
          <bdi className="code">{visibleText(checkpoint.name)}</bdi>
        </>
      }
      {...(isClone && { initialFocus: field })}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} reason={reason}>
            {isClone ? 'Clone' : warning ? 'Restore anyway' : 'Restore'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void restore()
        }}
      >
        <SupportNotice
          support={support}
          isForced={request.force === true}
          onForce={(isOn) => change({ force: isOn || undefined })}
        />
        {present && warning && <ManagerAside kind={present.owner.kind} warning={warning} />}
        <p className="text-text-muted select-text">{takenWith(checkpoint)}</p>
        <p>
          {isClone
            ? 'A new container goes on where this one was, on the same root file system: what one of them writes there, the other one sees.'
            : `It goes on where it was when the checkpoint was taken, and its log goes on with it.${
                present ? ' What is left of the ended container, its exit code, makes way.' : ''
              }`}
        </p>
        {isClone && (
          <TextField
            ref={field}
            label="Id of the clone"
            isCode
            value={clone}
            maxLength={10_000}
            problem={badId}
            onChange={setClone}
          />
        )}
        <Fold title="Options of CRIU">
          <CriuFields options={request} change={change} />
          <div className="flex flex-col gap-2">
            <CheckBox
              label="Move the root instead of pivoting (--no-pivot)"
              isChecked={request.noPivot === true}
              onChange={(isOn) => change({ noPivot: isOn || undefined })}
            />
            <CheckBox
              label="Fetch memory when it is used, from a criu lazy-pages (--lazy-pages)"
              isChecked={request.lazyPages === true}
              onChange={(isOn) => change({ lazyPages: isOn || undefined })}
            />
          </div>
          <LsmFields change={change} />
        </Fold>
      </form>
    </Dialog>
  )
}

function LsmFields({ change }: { change: (changes: RestoreRequest) => void }) {
  const [profile, setProfile] = useState('')
  const [context, setContext] = useState('')
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label="LSM profile"
        isCode
        value={profile}
        placeholder="As it was"
        maxLength={1000}
        help="TYPE:NAME, such as apparmor:name."
        onChange={(value) => {
          setProfile(value)
          change({ lsmProfile: value.trim() === '' ? undefined : value.trim() })
        }}
      />
      <TextField
        label="LSM context of mounts"
        isCode
        value={context}
        placeholder="As it was"
        maxLength={1000}
        help="For SELinux; runc 1.1."
        onChange={(value) => {
          setContext(value)
          change({ lsmMountContext: value.trim() === '' ? undefined : value.trim() })
        }}
      />
    </div>
  )
}

function freeId(id: string, isTaken: (candidate: string) => boolean): string {
  let number = 1
  while (isTaken(`${id}-clone-${number}`)) number += 1
  return `${id}-clone-${number}`
}
