// The system's directory picker, from the dialog and from the empty list.
import { windowCall } from '../../../engine/window.ts'
import { notifyFailure } from '../../../stores/notices.ts'
import { toErrorInfo } from '../../../ui/error-text.ts'
import { openCreateWith } from './creation.ts'

/** Lets the user pick a bundle and opens the dialog on it; nothing happens when they think better of it. */
export async function openBundlePicker(): Promise<void> {
  try {
    const path = await windowCall('dialog.pickBundle', {})
    if (path !== null) openCreateWith(path)
  } catch (error) {
    notifyFailure('Could not open the directory picker', toErrorInfo(error))
  }
}
