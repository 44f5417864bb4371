// The one truth about what an engine can be asked: every call, event and stream with schemas for what goes in and
// what comes out. The engine serves it (a missing handler does not compile), the page and main call it.
import { z } from 'zod'
import {
  bundleCheck,
  commandRecord,
  containerDetail,
  containerPatch,
  containerSnapshot,
  engineInfo,
  terminalSummary,
} from './model.ts'
import { idProblem } from './container-id.ts'

/** Ids that we create or pass to runc. Containers of others may carry names that this refuses; they are only shown. */
const id = z
  .string()
  .refine((value) => idProblem(value) === null, { error: (issue) => idProblem(String(issue.input)) ?? '' })
/** Of containers that exist, made by whomever: the id is a directory's name, which has at most 255 bytes. */
const knownId = z.string().min(1).max(255)
/** Of terminals: a UUID. */
const terminalId = z.string().min(1).max(64)
/** Absolute, without NUL; Linux's PATH_MAX. */
const absolutePath = z
  .string()
  .max(4096)
  .regex(/^\/[^\0]*$/, 'An absolute path is needed.')
/** Names (`TERM`, `SIGTERM`, `RTMIN+1`) or numbers; the runtime decides whether it is one. */
const signal = z.string().regex(/^[A-Za-z0-9+-]{1,16}$/, 'A signal is a name such as TERM, or a number.')
const columns = z.number().int().min(1).max(1000)
const nothing = z.strictObject({})

export const calls = {
  /** Answers at once; main's heartbeat. */
  'engine.ping': { args: nothing, result: nothing },
  'engine.info': { args: nothing, result: engineInfo },
  /** Looks for runc, conmon and the other programs again. */
  'engine.recheck': { args: nothing, result: engineInfo },

  'containers.snapshot': { args: nothing, result: containerSnapshot },
  'containers.detail': { args: z.strictObject({ id: knownId }), result: containerDetail },
  /** As one types: whether the id is free and fit, and what the bundle holds. Changes nothing. */
  'containers.check': {
    args: z.strictObject({ id: z.string().max(10_000), bundle: absolutePath.nullable() }),
    result: z.object({ idProblem: z.string().nullable(), bundle: bundleCheck.nullable() }),
  },
  'containers.create': {
    args: z.strictObject({ id, bundle: absolutePath }),
    result: z.object({ id: z.string() }),
  },
  /** Builds a busybox root file system and creates a container from it; a null id takes the next free `sample-N`. */
  'containers.createSample': {
    args: z.strictObject({ id: id.nullable() }),
    result: z.object({ id: z.string() }),
  },
  'containers.start': { args: z.strictObject({ id: knownId }), result: nothing },
  /** TERM, up to `graceMs`, then KILL. Answers when init has ended. */
  'containers.stop': {
    args: z.strictObject({ id: knownId, graceMs: z.number().int().min(0).max(600_000).default(10_000) }),
    result: nothing,
  },
  'containers.kill': { args: z.strictObject({ id: knownId, signal }), result: nothing },
  'containers.pause': { args: z.strictObject({ id: knownId }), result: nothing },
  'containers.resume': { args: z.strictObject({ id: knownId }), result: nothing },
  /** `force` also ends a running container. Answers when nothing is left of it. */
  'containers.delete': { args: z.strictObject({ id: knownId, force: z.boolean() }), result: nothing },

  /** The last commands of this engine, oldest first, at most 500. */
  'commands.recent': { args: nothing, result: z.array(commandRecord) },
  /** The commands that an action would run now, in order, without running them. */
  'commands.preview': {
    args: z.strictObject({
      id: knownId,
      action: z.enum(['start', 'stop', 'kill', 'pause', 'resume', 'delete', 'terminal']),
      signal: signal.optional(),
    }),
    result: z.array(z.array(z.string())),
  },

  'terminals.list': { args: nothing, result: z.array(terminalSummary) },
  /** Starts a program on a new pty; null args take the container's default shell. */
  'terminals.open': {
    args: z.strictObject({
      containerId: knownId,
      args: z.array(z.string().max(131_072)).min(1).max(1000).nullable(),
      columns,
      rows: columns,
    }),
    result: terminalSummary,
  },
  /** Ends the program (HUP, then KILL) and forgets the session. */
  'terminals.close': { args: z.strictObject({ id: terminalId }), result: nothing },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>

export const events = {
  'engine.changed': engineInfo,
  'containers.changed': containerPatch,
  /** A command began or ended (same id twice). */
  'commands.changed': commandRecord,
  /** All sessions of this engine. */
  'terminals.changed': z.array(terminalSummary),
} as const satisfies Record<string, z.ZodType>

export const streams = {
  /**
   * A session's output: first what it said so far (at most 2 MiB), then live. It ends when the program does; closing
   * the stream only detaches. The size is that of whoever resized last.
   */
  terminal: {
    args: z.strictObject({ id: terminalId }),
    input: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('input'), bytes: z.instanceof(Uint8Array) }),
      z.strictObject({ type: z.literal('resize'), columns, rows: columns }),
    ]),
    end: terminalSummary,
  },
} as const satisfies Record<string, { args: z.ZodType; input: z.ZodType; end: z.ZodType }>

/** What checks a value, for code that is to know no more of it. */
export type Schema = z.ZodType
export type CallName = keyof typeof calls
export type CallArgs<Name extends CallName> = z.input<(typeof calls)[Name]['args']>
/** What a handler gets: parsed, defaults filled in. */
export type ParsedCallArgs<Name extends CallName> = z.output<(typeof calls)[Name]['args']>
export type CallResult<Name extends CallName> = z.output<(typeof calls)[Name]['result']>
export type EventName = keyof typeof events
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>
export type StreamName = keyof typeof streams
export type StreamArgs<Name extends StreamName> = z.input<(typeof streams)[Name]['args']>
export type StreamInput<Name extends StreamName> = z.output<(typeof streams)[Name]['input']>
export type StreamEnd<Name extends StreamName> = z.output<(typeof streams)[Name]['end']>
