// An engine for the page's stores: answers as it is told, lets events be sent, and can be “connected” again.
import type { CallName, EventName, EventPayload } from '../../../src-shared/contract.ts'

type Answer = (args: never) => unknown

export function createFakeEngine() {
  const answers = new Map<CallName, Answer>()
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const connected = new Set<() => void>()
  const asked: { name: CallName; args: unknown }[] = []
  return {
    asked,
    answer(name: CallName, answer: Answer): void {
      answers.set(name, answer)
    },
    send<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
      for (const listener of listeners.get(name) ?? []) listener(payload as never)
    },
    connect(): void {
      for (const listener of connected) listener()
    },
    /** What `renderer/engine` exports, as far as stores use it. */
    module: {
      engine: {
        call(name: CallName, args: unknown): Promise<unknown> {
          asked.push({ name, args })
          const answer = answers.get(name)
          if (!answer) return Promise.reject(new Error(`${name} is not answered in this test.`))
          return new Promise((resolve) => {
            resolve(answer(args as never))
          })
        },
        on(name: EventName, listener: (payload: never) => void): () => void {
          const all = listeners.get(name) ?? new Set()
          listeners.set(name, all.add(listener))
          return () => all.delete(listener)
        },
      },
      onConnected(listener: () => void): () => void {
        connected.add(listener)
        return () => connected.delete(listener)
      },
    },
  }
}
