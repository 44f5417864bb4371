// The calls and streams about a container's log. Pages are asked for from a place; following, searching and saving are
// streams, whose frames are JSON of the types that logs-model.ts names.
import { z } from 'zod'
import { absolutePath, key } from './contract-parts.ts'
import { logLimits, logOutput, logPage, logPlace, logSource } from './logs-model.ts'

/** Null: both outputs. */
const output = logOutput.nullable()

export const logsCalls = {
  'logs.source': { args: z.strictObject({ key }), result: logSource },
  /**
   * Lines before or behind a place; a page before the end is the log's last. Of a place whose file is gone by now, what
   * is there in its stead: the oldest that is left. With one output chosen it may be empty and yet not the last.
   */
  'logs.page': {
    args: z.strictObject({
      key,
      from: z.union([z.enum(['start', 'end']), logPlace]),
      direction: z.enum(['before', 'behind']),
      output,
    }),
    result: logPage,
  },
  /** Where the first line at or after a moment (milliseconds since 1970) begins; the end when there is none. */
  'logs.placeOfTime': {
    args: z.strictObject({ key, time: z.number().min(0).max(8.64e15) }),
    result: z.union([z.literal('end'), logPlace]),
  },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>

const nothingIn = z.strictObject({ type: z.literal('none') })
const nothing = z.strictObject({})

export const logsStreams = {
  /** `LogNews`: what is written from a place on. Ends with the container. A viewer far behind is told what it missed. */
  logFollow: {
    args: z.strictObject({ key, from: logPlace.nullable(), output }),
    input: nothingIn,
    end: nothing,
  },
  /** `LogFindings`: lines whose text, as it is shown, matches. Closing the stream ends the search. */
  logSearch: {
    args: z.strictObject({
      key,
      pattern: z.string().min(1).max(logLimits.longestPattern),
      isRegex: z.boolean(),
      isCaseSensitive: z.boolean(),
      output,
    }),
    input: nothingIn,
    end: z.object({ count: z.number().int() }),
  },
  /** `LogSaving`: writes the log to a file, whole or not at all. Closing the stream gives it up. */
  logSave: {
    args: z.strictObject({
      key,
      path: absolutePath,
      output,
      /** Each line behind its time; without, byte for byte what was written. */
      hasTimes: z.boolean(),
    }),
    input: nothingIn,
    /** Bytes of the file. */
    end: z.object({ bytes: z.number().int() }),
  },
} as const satisfies Record<string, { args: z.ZodType; input: z.ZodType; end: z.ZodType }>
