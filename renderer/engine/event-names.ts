// The names of the contract's events, without its schemas: those would bring zod into the page. The type makes a
// missing or a foreign name an error.
import type { EventName } from '../../src-shared/contract.ts'

const all: Record<EventName, true> = {
  'engine.changed': true,
  'containers.changed': true,
  'roots.changed': true,
  'commands.changed': true,
  'terminals.changed': true,
  'files.progress': true,
}

export const events = Object.keys(all) as EventName[]
