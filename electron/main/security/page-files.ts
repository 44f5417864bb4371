// Which file of the served folder answers a request of the page: the guard between an address and the disk. Pure.
import { extname, join, resolve, sep } from 'node:path'

export const pageScheme = 'app'
export const pageHost = 'ui'
/** As the page's own `location.origin` says it, and as a frame reports it. */
export const pageOrigin = `${pageScheme}://${pageHost}`
export const pageAddress = `${pageOrigin}/index.html`

/** The same page as the window of one terminal. */
export function terminalAddress(session: string): string {
  return `${pageAddress}?${new URLSearchParams({ terminal: session }).toString()}`
}

/** All kinds of file that a build of the page holds; anything else is not served. */
const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export type PageFile = { status: 200; path: string; mimeType: string } | { status: 400 | 403 | 404 | 405 }

export function findPageFile(root: string, method: string, address: string): PageFile {
  if (method !== 'GET') return { status: 405 }
  if (!URL.canParse(address)) return { status: 400 }
  const { protocol, host, pathname } = new URL(address)
  if (protocol !== `${pageScheme}:` || host !== pageHost) return { status: 403 }
  const name = decode(pathname)
  if (name === null) return { status: 400 }
  const path = resolve(join(root, name === '/' ? 'index.html' : name))
  // Compared with the separator, or `/out/renderer-other` would pass for `/out/renderer`.
  if (!path.startsWith(resolve(root) + sep)) return { status: 403 }
  const mimeType = mimeTypes[extname(path)]
  return mimeType === undefined ? { status: 404 } : { status: 200, path, mimeType }
}

/** Percent-decoded once; null when that fails or a NUL would end the name early. */
function decode(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname)
    return name.includes('\0') ? null : name
  } catch {
    return null
  }
}
