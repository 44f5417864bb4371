// The calls about terminals, and the stream to watch one.
import { Refusal } from '../contract/failure.ts'
import type { Handlers, StreamOpeners } from '../contract/service.ts'
import { previewOf } from '../terminals/preview.ts'
import { ownProcess } from '../terminals/process-request.ts'
import { readOptions } from '../terminals/terminal-options.ts'
import { demandAllowed } from './guard.ts'
import type { Parts } from './parts.ts'
import { containerOf } from './target.ts'

type TerminalCalls = Extract<keyof Handlers, `terminals.${string}`>

export function terminalHandlers(parts: Parts): Pick<Handlers, TerminalCalls> {
  const { roots, terminals, memory } = parts
  return {
    'terminals.list': () => terminals.list(),
    'terminals.options': async ({ key }) => {
      const container = containerOf(roots, key)
      return { ...(await readOptions(container, container.state())), recent: memory.recent(key) }
    },
    'terminals.preview': ({ key, request }) =>
      previewOf(roots.find(key).runtime, containerOf(roots, key), request),
    'terminals.open': ({ key, request, columns, rows }, { signal }) => {
      const container = containerOf(roots, key)
      demandAllowed('terminal', container)
      return terminals.open(roots.find(key).runtime, container, { request, size: { columns, rows }, signal })
    },
    'terminals.attach': async ({ key }) => {
      const container = containerOf(roots, key)
      const own = await ownProcess(container)
      return terminals.attachToInit(container, own?.args ?? [])
    },
    'terminals.runAgain': ({ id, columns, rows }, { signal }) => {
      const { containerKey, request, exit } = terminals.get(id)
      if (exit === null) throw new Refusal('Running', 'Its program still runs.')
      if (request === null) throw new Refusal('InvalidArgument', 'A container’s own program runs once.')
      const container = containerOf(roots, containerKey)
      demandAllowed('terminal', container)
      const { runtime } = roots.find(containerKey)
      return terminals.open(runtime, container, { request, size: { columns, rows }, signal }, id)
    },
    'terminals.rename': ({ id, name }) => {
      terminals.rename(id, name)
      return {}
    },
    'terminals.signal': ({ id, signal }) => {
      terminals.signal(id, signal)
      return {}
    },
    'terminals.close': async ({ id }) => {
      await terminals.close(id)
      return {}
    },
  }
}

export function terminalStream({ terminals }: Parts): Pick<StreamOpeners, 'terminal'> {
  return { terminal: ({ id, after }, channel) => terminals.view(id, channel, after ?? null) }
}
