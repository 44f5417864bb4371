// Whoever changes containers from outside in the agreement test: plain runc in a shell of its own, and the managers.
import type { PlainRunc } from '../../fixtures/machine/plain-runc.ts'
import type { MachineShell } from '../../fixtures/machine/shell.ts'
import type { ManagedContainer, Manager } from '../../fixtures/managers/manager.ts'
import { managerRules, runcRules, type Rules, type Status } from './random-changes.ts'

/** A container that one worker alone changes. */
export interface Subject {
  /** As the list shows it. */
  readonly name: string
  /** As its last tool left it; null when it is not there. */
  status: Status | null
  /** The runc root that it lives in, and what runc calls it. */
  root: string
  id: string
  readonly rules: Rules
  /** Runs the tool; answers with when it had ended, by Date.now(). */
  change(verb: string): Promise<number>
}

/** `count` containers, in turn in each of the roots. */
export function plainSubjects(
  shell: MachineShell,
  roots: readonly PlainRunc[],
  prefix: string,
  count: number,
): Subject[] {
  return Array.from({ length: count }, (_, index) => {
    const runc = roots[index % roots.length]
    if (!runc) throw new Error('There is no root to make containers in.')
    const name = `${prefix}-${index}`
    return {
      name,
      status: null,
      root: runc.root,
      id: name,
      rules: runcRules,
      async change(verb) {
        const options = verb === 'kill' ? ['KILL'] : verb === 'delete' ? ['--force'] : []
        return (await shell.must(runc.argv(verb, name, ...options))).endedAt
      },
    }
  })
}

export function managedSubject(manager: Manager, name: string): Subject {
  const keepsEnded = manager.name === 'containerd'
  let container: ManagedContainer | null = null
  const known = (): ManagedContainer => {
    if (container === null) throw new Error(`${name} is not there.`)
    return container
  }
  const verbs: Record<string, () => Promise<unknown>> = {
    pause: () => manager.pause(known()),
    resume: () => manager.resume(known()),
    kill: () => manager.kill(known()),
    remove: () => manager.remove(known()),
  }
  return {
    name,
    status: null,
    root: '',
    id: '',
    rules: managerRules(keepsEnded ? 'stopped' : null),
    async change(verb) {
      if (verb === 'run') {
        container = await manager.run(name)
        this.root = container.root
        this.id = container.id
      } else await verbs[verb]?.()
      const endedAt = Date.now()
      // What Docker and Podman took out of runc's root they still keep by its name.
      if (verb === 'kill' && !keepsEnded) await manager.remove(known())
      return endedAt
    },
  }
}
