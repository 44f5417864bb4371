// Copying, through main: the page itself has no right to the clipboard.
import { windowCall } from '../engine/window.ts'

export async function copyText(text: string): Promise<void> {
  await windowCall('clipboard.write', { text })
}
