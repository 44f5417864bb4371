// The calls about the processes in a container.
import { z } from 'zod'
import { acknowledged, key, nothing, signal } from './contract-parts.ts'
import { processDetail, processEnvironment, processList } from './processes-model.ts'

/** Which process is meant: its pid on the host, and when it began, lest another have the pid by now. */
const identity = {
  key,
  pid: z.number().int().min(1).max(4_194_304),
  startTime: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
}

export const processesCalls = {
  /** Every process in the container now. */
  'processes.list': { args: z.strictObject({ key }), result: processList },
  /** One of them closely. Throws ProcessExited. */
  'processes.detail': { args: z.strictObject(identity), result: processDetail },
  /** What its program was started with. Without `withValues` names alone leave the engine: values may be secrets. */
  'processes.environment': {
    args: z.strictObject({ ...identity, withValues: z.boolean() }),
    result: processEnvironment,
  },
  /** The command that `processes.signal` equals. Changes nothing. */
  'processes.preview': {
    args: z.strictObject({ ...identity, signal }),
    result: z.array(z.array(z.string())),
  },
  /**
   * To exactly that process; throws ProcessExited when it has ended. To init of a container that another manager keeps
   * ManagedElsewhere, unless that is `acknowledged`: its end is the container's.
   */
  'processes.signal': { args: z.strictObject({ ...identity, signal, acknowledged }), result: nothing },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>
