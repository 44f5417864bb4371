// Our own scheme, `app://ui/`, from which the page and nothing else is loaded.
import { readFile } from 'node:fs/promises'
import { net, protocol, type Session } from 'electron'
import { developmentPolicy, pageHeaders } from './headers.ts'
import { findPageFile, pageHost, pageScheme } from './page-files.ts'

/** Once, before the app is ready. Without `standard` there is no origin, without `codeCache` no compiled scripts. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Serves the built page from `root`, or from vite's server while developing; the page cannot tell them apart. */
export function servePage(session: Session, root: string, devServer: string | null): void {
  session.protocol.handle(pageScheme, (request) =>
    devServer === null ? answerFromDisk(root, request) : answerFromServer(devServer, request),
  )
}

async function answerFromDisk(root: string, request: Request): Promise<Response> {
  const file = findPageFile(root, request.method, request.url)
  if (file.status !== 200) return refuse(file.status)
  try {
    const content = await readFile(file.path)
    return new Response(new Uint8Array(content), { headers: pageHeaders(file.mimeType) })
  } catch {
    // A directory, or not there: for the page it is the same.
    return refuse(404)
  }
}

async function answerFromServer(devServer: string, request: Request): Promise<Response> {
  const { host, pathname, search } = new URL(request.url)
  if (request.method !== 'GET' || host !== pageHost) return refuse(403)
  const answer = await net.fetch(`${devServer}${pathname}${search}`, { bypassCustomProtocolHandlers: true })
  const headers = pageHeaders(answer.headers.get('content-type') ?? 'text/plain')
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...headers, 'Content-Security-Policy': developmentPolicy(devServer) },
  })
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: pageHeaders('text/plain') })
}
