// What the arguments of many calls are made of: each checked the same way everywhere.
import { z } from 'zod'
import { idProblem } from './container-id.ts'

/** Ids that we create or pass to runc. Containers of others may carry names that this refuses; they are only shown. */
export const id = z
  .string()
  .refine((value) => idProblem(value) === null, { error: (issue) => idProblem(String(issue.input)) ?? '' })
/** Of containers that exist, made by whomever: the path of a state directory (see container-key.ts). */
export const key = z
  .string()
  .max(4096)
  .regex(/^\/[^\0]*[^/\0]$/, 'The key of a container is the path of its state directory.')
/** The user has been told that another manager keeps this container, and wants it nevertheless. */
export const acknowledged = z.boolean().default(false)
/** Absolute, without NUL; Linux's PATH_MAX. */
export const absolutePath = z
  .string()
  .max(4096)
  .regex(/^\/[^\0]*$/, 'An absolute path is needed.')
/** Names (`TERM`, `SIGTERM`, `RTMIN+1`) or numbers; the runtime decides whether it is one. */
export const signal = z
  .string()
  .regex(/^[A-Za-z0-9+-]{1,16}$/, 'A signal is a name such as TERM, or a number.')
export const nothing = z.strictObject({})
