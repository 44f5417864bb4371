// What the page may use of the machine: writing text to the clipboard, nothing else.
import type { Session } from 'electron'
import { pageOrigin } from './page-files.ts'

/** `address` is an origin or a whole address, as the two kinds of handler give it. */
export function isPermitted(permission: string, address: string): boolean {
  if (permission !== 'clipboard-sanitized-write' || !URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}` === pageOrigin
}

export function denyPermissions(session: Session, note: (what: string) => void): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const permitted = isPermitted(permission, details.requestingUrl)
    if (!permitted) note(`the permission “${permission}”`)
    answer(permitted)
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => {
    event.preventDefault()
    note('a download')
  })
}
