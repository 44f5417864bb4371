// The calls by which limits of a living container are read and changed.
import { z } from 'zod'
import { acknowledged, key } from './contract-parts.ts'
import { limitChanges, limitsInForce, limitsPreview, unifiedName } from './limits-model.ts'

/** Files of the unified hierarchy to read beside the rest. */
const files = z.array(unifiedName).max(32).default([])

export const limitsCalls = {
  /** What the kernel has now. Throws Stopped, StateUnreadable, CgroupUnavailable. */
  'limits.read': { args: z.strictObject({ key, files }), result: limitsInForce },
  /** As one types: the command that `limits.apply` would run, and what is wrong with it. */
  'limits.preview': { args: z.strictObject({ key, changes: limitChanges }), result: limitsPreview },
  /**
   * `runc update`, and what the kernel made of it. Throws ManagedElsewhere where another manager would be surprised, unless
   * that is `acknowledged`. When it fails, some of the changes may have been made: `limits.read` tells.
   */
  'limits.apply': {
    args: z.strictObject({ key, changes: limitChanges, files, acknowledged }),
    result: limitsInForce,
  },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>
