// The calls about the engine itself.
import type { Broadcast, Handlers } from '../contract/service.ts'
import type { Parts } from './parts.ts'

type EngineCalls = 'engine.ping' | 'engine.info' | 'engine.recheck'

export function engineHandlers(parts: Parts, broadcast: Broadcast): Pick<Handlers, EngineCalls> {
  const { roots, registry, sample, info } = parts
  return {
    'engine.ping': () => ({}),
    'engine.info': () => info.read(),
    'engine.recheck': async () => {
      sample.forget()
      await roots.own.recheck()
      registry.toolsChanged()
      const found = await info.read()
      broadcast('engine.changed', found)
      return found
    },
  }
}
