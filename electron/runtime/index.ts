// The runc runtime module: containers directly on runc, from plain Node. The only file that others import.
export { readBundle } from './bundle.ts'
export type { Bundle } from './bundle.ts'
export { RuncError } from './errors.ts'
export { createRuntime } from './runtime.ts'
export { signalName, signalNumber } from './signals.ts'
export type * from './types.ts'
