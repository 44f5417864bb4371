// Draws the dialog and the menu that are open. Its own chunk, fetched after the first paint: the headless kit lies in
// here and the list does not need it.
import { lazy, Suspense } from 'react'
import { KillDialog } from '../features/containers/KillDialog.tsx'
import { ContainerMenu } from '../features/containers/ContainerMenu.tsx'
import { CreateDialog } from '../features/containers/create/CreateDialog.tsx'
import { DeleteDialog } from '../features/containers/DeleteDialog.tsx'
import { ExecDialog } from '../features/terminal/exec/ExecDialog.tsx'
import { DeleteManyDialog } from '../features/containers/DeleteManyDialog.tsx'
import { GuardDialog } from '../features/containers/GuardDialog.tsx'
import { KillManyDialog } from '../features/containers/KillManyDialog.tsx'
import { StopSharedDialog } from '../features/containers/StopSharedDialog.tsx'
import { ColumnsMenu } from '../features/containers/list/ColumnsMenu.tsx'
import { RootsPopover } from '../features/containers/list/RootsPopover.tsx'
import { DeleteFileDialog } from '../features/files/DeleteFileDialog.tsx'
import { UploadDialog } from '../features/files/UploadDialog.tsx'
import { notifyFailure } from '../stores/notices.ts'
import { closeDialog, useOverlays } from '../stores/overlays.ts'
import type { OpenDialog } from '../stores/overlays.ts'
import { toErrorInfo } from '../ui/error-text.ts'
import { HintLayer } from '../ui/HintLayer.tsx'
import { Boundary } from './Boundary.tsx'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { Toasts } from './Toasts.tsx'

const TakeDialog = lazy(async () => ({
  default: (await import('../features/checkpoints/TakeDialog.tsx')).TakeDialog,
}))
const RestoreDialog = lazy(async () => ({
  default: (await import('../features/checkpoints/RestoreDialog.tsx')).RestoreDialog,
}))
const DeleteCheckpointDialog = lazy(async () => ({
  default: (await import('../features/checkpoints/DeleteCheckpointDialog.tsx')).DeleteCheckpointDialog,
}))
const ProcessDialog = lazy(async () => ({
  default: (await import('../features/processes/ProcessDialog.tsx')).ProcessDialog,
}))
const LimitsDialog = lazy(async () => ({
  default: (await import('../features/limits/LimitsDialog.tsx')).LimitsDialog,
}))
const SignalProcessDialog = lazy(async () => ({
  default: (await import('../features/processes/SignalProcessDialog.tsx')).SignalProcessDialog,
}))

/** A closed dialog can be opened again; one that cannot be drawn would only block the keys. */
function dialogBroke(error: unknown): void {
  closeDialog()
  notifyFailure('This dialog broke', toErrorInfo(error))
}

function CurrentDialog({ dialog }: { dialog: OpenDialog }) {
  if (dialog.name === 'kill') return <KillDialog containerKey={dialog.key} />
  if (dialog.name === 'exec') return <ExecDialog containerKey={dialog.key} />
  if (dialog.name === 'delete') return <DeleteDialog containerKey={dialog.key} />
  if (dialog.name === 'killMany') return <KillManyDialog keys={dialog.keys} />
  if (dialog.name === 'deleteMany') return <DeleteManyDialog keys={dialog.keys} />
  if (dialog.name === 'stopShared') return <StopSharedDialog keys={dialog.keys} />
  if (dialog.name === 'checkpoint') return <TakeDialog containerKey={dialog.key} />
  if (dialog.name === 'restore') {
    const { key, checkpoint, isClone } = dialog
    return <RestoreDialog containerKey={key} checkpoint={checkpoint} isClone={isClone} />
  }
  if (dialog.name === 'deleteCheckpoint') {
    return <DeleteCheckpointDialog containerKey={dialog.key} checkpoint={dialog.checkpoint} />
  }
  if (dialog.name === 'guard') return <GuardDialog guarded={dialog.guarded} />
  if (dialog.name === 'limits') return <LimitsDialog containerKey={dialog.key} />
  if (dialog.name === 'process') return <ProcessDialog containerKey={dialog.key} process={dialog.process} />
  if (dialog.name === 'signalProcess') {
    return <SignalProcessDialog containerKey={dialog.key} process={dialog.process} />
  }
  if (dialog.name === 'deleteFile') return <DeleteFileDialog containerKey={dialog.key} path={dialog.path} />
  if (dialog.name === 'uploadFiles') {
    return <UploadDialog containerKey={dialog.key} directory={dialog.directory} uploads={dialog.uploads} />
  }
  return { create: <CreateDialog />, shortcuts: <ShortcutsDialog /> }[dialog.name]
}

export function Overlays() {
  const { dialog, menu, columnsMenu, rootsAnchor } = useOverlays()
  return (
    <>
      {dialog && (
        <Boundary onError={dialogBroke}>
          <Suspense fallback={null}>
            <CurrentDialog dialog={dialog} />
          </Suspense>
        </Boundary>
      )}
      {menu && <ContainerMenu menu={menu} />}
      {columnsMenu && <ColumnsMenu menu={columnsMenu} />}
      {rootsAnchor && <RootsPopover anchor={rootsAnchor} />}
      <HintLayer />
      <Toasts />
    </>
  )
}
