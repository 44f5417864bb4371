// What is done to files, from the table, the preview and the questions.
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine, windowCall } from '../../engine/index.ts'
import { notifyFailure } from '../../stores/notices.ts'
import { openDialog } from '../../stores/overlays.ts'
import { transferred } from '../../stores/transfers.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { joinPath, lastName, plainName } from './names.ts'

type Keyed = Pick<ContainerSummary, 'key'>

/** Asks where to, which also asks before a file there is replaced. A directory becomes a tar archive. */
export async function downloadFile({ key }: Keyed, path: string, kind: string): Promise<void> {
  const name = plainName(lastName(path))
  try {
    const to = await windowCall('dialog.pickTarget', { name: kind === 'd' ? `${name}.tar` : name })
    if (to === null) return
    await transferred({ key, kind: 'download', path, place: to }, async (transfer, options) => {
      const { bytes } = await engine.call('files.download', { key, path, to, transfer }, options)
      return bytes
    })
  } catch (error) {
    notifyFailure('Could not ask where to put it', toErrorInfo(error))
  }
}

/** Lets files be picked, then asks with their names. `taken` says which names there are. */
export async function pickUpload(
  container: Keyed,
  directory: string,
  taken: (name: string) => boolean,
): Promise<void> {
  try {
    askUpload(container, directory, await windowCall('dialog.pickFiles', {}), taken)
  } catch (error) {
    notifyFailure('Could not open the file picker', toErrorInfo(error))
  }
}

export function askUpload(
  { key }: Keyed,
  directory: string,
  files: readonly string[],
  taken: (name: string) => boolean,
): void {
  if (files.length === 0) return
  const uploads = files.map((from) => ({ from, isReplacing: taken(lastName(from)) }))
  openDialog({ name: 'uploadFiles', key, directory, uploads })
}

/** One after the other; each says what came of it. */
export async function uploadFiles(
  { key }: Keyed,
  directory: string,
  uploads: readonly { from: string; isReplacing: boolean }[],
): Promise<void> {
  for (const { from, isReplacing } of uploads) {
    const name = lastName(from)
    const path = joinPath(directory, name)
    await transferred({ key, kind: 'upload', path, place: from }, async (transfer, options) => {
      const wanted = { key, path: directory, name, from, replace: isReplacing, transfer }
      const { bytes } = await engine.call('files.upload', wanted, options)
      return bytes
    })
  }
}

export function deleteFile({ key }: Keyed, path: string): Promise<void> {
  return transferred({ key, kind: 'delete', path, place: null }, async (transfer, options) => {
    const { entries } = await engine.call('files.delete', { key, path, transfer }, options)
    return entries
  })
}
