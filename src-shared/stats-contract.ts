// The call by which what a container uses is followed.
import { z } from 'zod'
import { key } from './contract-parts.ts'
import { statsSample } from './stats-model.ts'

export const statsCalls = {
  /** All counters now. Throws Stopped and StateUnreadable. */
  'stats.read': { args: z.strictObject({ key }), result: statsSample },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>
