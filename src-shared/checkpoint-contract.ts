// The calls about checkpoints. A container may be gone that they are of: the key still says where it was, and where a
// restore in place brings it back.
import { z } from 'zod'
import { checkpoint, checkpointRequest, checkpointSupport, restoreRequest } from './checkpoint-model.ts'
import { acknowledged, id, key, nothing } from './contract-parts.ts'
import { errorInfo } from './model.ts'

const name = z.string().max(200)

export const checkpointCalls = {
  /** Oldest first. */
  'checkpoints.list': {
    args: z.strictObject({ key }),
    result: z.object({ support: checkpointSupport, checkpoints: z.array(checkpoint) }),
  },
  /** As one types: the command that `checkpoints.take` would run for this request, and what is wrong with it. */
  'checkpoints.preview': {
    args: z.strictObject({ key, request: checkpointRequest }),
    result: z.object({ argv: z.array(z.string()), problem: errorInfo.nullable() }),
  },
  /** Answers when it is whole on disk; with lazy pages, when all of them have been fetched. */
  'checkpoints.take': {
    args: z.strictObject({ key, request: checkpointRequest, acknowledged }),
    result: checkpoint,
  },
  /** In place, or as a new container of that id. Answers with the key of what runs then. Throws ManagedElsewhere too. */
  'checkpoints.restore': {
    args: z.strictObject({ key, name, id: id.nullable(), request: restoreRequest, acknowledged }),
    result: z.object({ key: z.string() }),
  },
  'checkpoints.delete': { args: z.strictObject({ key, name }), result: nothing },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>
