// What the handlers work on: the parts of one engine.
import type { CommandLog } from '../command-log.ts'
import type { Log } from '../contract/failure.ts'
import type { EngineInfoSource } from '../engine-info.ts'
import type { Registry } from '../registry/registry.ts'
import type { Roots } from '../roots/roots.ts'
import type { BundleFolder } from '../sample/bundle-folder.ts'
import type { Sample } from '../sample/sample.ts'
import type { TerminalMemory } from '../terminals/memory.ts'
import type { Sampler } from '../usage/sampler.ts'
import type { Terminals } from '../terminals/terminals.ts'

export interface Parts {
  readonly roots: Roots
  readonly registry: Registry
  readonly sampler: Sampler
  readonly terminals: Terminals
  readonly memory: TerminalMemory
  readonly commands: CommandLog
  readonly bundles: BundleFolder
  readonly sample: Sample
  readonly info: EngineInfoSource
  readonly log: Log
}
