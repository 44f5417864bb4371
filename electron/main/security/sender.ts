// Who may call main: the top frame of a window of ours, showing our own page.
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { pageOrigin } from './page-files.ts'

/** What is looked at of a frame. Reading any of it throws once the frame is gone. */
export interface SenderFrame {
  readonly origin: string
  readonly url: string
  readonly parent: unknown
  readonly frameTreeNodeId: number
}

export interface Sender {
  /** Electron gives none when the frame navigated or went away meanwhile. */
  frame: SenderFrame | null
  contents: unknown
}

/** `owner` is the window's webContents and its top frame; null when it is none of ours. */
export function isTrusted(
  sender: Sender,
  owner: { contents: unknown; topFrame: Pick<SenderFrame, 'frameTreeNodeId'> } | null,
): boolean {
  if (sender.frame === null || owner === null || sender.contents !== owner.contents) return false
  try {
    const { frame } = sender
    return (
      frame.parent === null &&
      frame.frameTreeNodeId === owner.topFrame.frameTreeNodeId &&
      frame.origin === pageOrigin &&
      frame.url.startsWith(`${pageOrigin}/`)
    )
  } catch {
    // The frame was disposed of between its call and now.
    return false
  }
}

/** `pages` are those of the windows that there are. */
export function isTrustedEvent(event: IpcMainInvokeEvent, pages: readonly WebContents[]): boolean {
  const contents = pages.find((page) => page === event.sender)
  return isTrusted(
    { frame: event.senderFrame, contents: event.sender },
    contents === undefined || contents.isDestroyed() ? null : { contents, topFrame: contents.mainFrame },
  )
}
