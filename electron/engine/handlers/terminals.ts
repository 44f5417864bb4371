// The calls about terminals, and the stream to watch one.
import { splitKey } from '../../../src-shared/container-key.ts'
import type { Container } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'
import type { Handlers, StreamOpeners } from '../contract/service.ts'
import { previewOf } from '../terminals/preview.ts'
import { toProcessSpec } from '../terminals/process-request.ts'
import { readOptions } from '../terminals/terminal-options.ts'
import { demandAllowed } from './guard.ts'
import type { Parts } from './parts.ts'

type TerminalCalls = Extract<keyof Handlers, `terminals.${string}`>

export function terminalHandlers({ runtime, terminals }: Parts): Pick<Handlers, TerminalCalls> {
  function containerOf(key: string): Container {
    const { root, id } = splitKey(key)
    if (root !== runtime.info.root) throw new Refusal('NotFound', `There is no container “${id}” in ${root}.`)
    return runtime.get(id)
  }

  return {
    'terminals.list': () => terminals.list(),
    'terminals.options': async ({ key }) => {
      const container = containerOf(key)
      return { ...(await readOptions(container, container.state())), recent: [] }
    },
    'terminals.preview': ({ key, request }) => previewOf(runtime, containerOf(key), request),
    'terminals.open': async ({ key, request, columns, rows }, { signal }) => {
      const container = containerOf(key)
      const state = demandAllowed('terminal', container)
      const spec = await toProcessSpec(container, state, request)
      return terminals.open(container, { request, spec, size: { columns, rows }, signal })
    },
    'terminals.attach': () => {
      throw new Refusal('NotSupported', 'Attaching comes later.')
    },
    'terminals.runAgain': async ({ id, columns, rows }, { signal }) => {
      const { containerKey, request, exit } = terminals.get(id)
      if (exit === null) throw new Refusal('Running', 'Its program still runs.')
      if (request === null) throw new Refusal('InvalidArgument', 'A container’s own program runs once.')
      const container = containerOf(containerKey)
      const state = demandAllowed('terminal', container)
      const spec = await toProcessSpec(container, state, request)
      return terminals.open(container, { request, spec, size: { columns, rows }, signal }, id)
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

export function streamOpeners({ terminals }: Parts): StreamOpeners {
  return { terminal: ({ id }, channel) => terminals.attach(id, channel) }
}
