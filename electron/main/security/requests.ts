// No remote content: every request that leaves our scheme is cancelled, so having no network changes nothing.
import type { Session } from 'electron'
import { pageHost, pageScheme } from './page-files.ts'

/** `devServer` is vite's origin while developing, else null. */
export function isLocalRequest(address: string, devServer: string | null): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  if (protocol === `${pageScheme}:`) return host === pageHost
  if (protocol === 'devtools:' || protocol === 'data:') return true
  if (devServer === null) return false
  return host === new URL(devServer).host && (protocol === 'http:' || protocol === 'ws:')
}

export function cancelRemoteRequests(
  session: Session,
  devServer: string | null,
  note: (what: string) => void,
): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const isLocal = isLocalRequest(details.url, devServer)
    if (!isLocal) note(`a request to ${details.url}`)
    answer({ cancel: !isLocal })
  })
}
