// What the handlers work on: the parts of one engine.
import type { Runtime } from '../../runtime/index.ts'
import type { CommandLog } from '../command-log.ts'
import type { Log } from '../contract/failure.ts'
import type { EngineInfoSource } from '../engine-info.ts'
import type { Registry } from '../registry/registry.ts'
import type { BundleFolder } from '../sample/bundle-folder.ts'
import type { Sample } from '../sample/sample.ts'
import type { Terminals } from '../terminals/terminals.ts'

export interface Parts {
  readonly runtime: Runtime
  readonly registry: Registry
  readonly terminals: Terminals
  readonly commands: CommandLog
  readonly bundles: BundleFolder
  readonly sample: Sample
  readonly info: EngineInfoSource
  readonly log: Log
}
