// The one truth about what an engine can be asked: every call, event and stream with schemas for what goes in and
// what comes out. The engine serves it (a missing handler does not compile), the page and main call it.
import { z } from 'zod'
import { checkpointCalls } from './checkpoint-contract.ts'
import {
  bundleCheck,
  commandRecord,
  containerDetail,
  containerPatch,
  containerSnapshot,
  engineInfo,
  runcRoot,
} from './model.ts'
import { processRequest, terminalOptions, terminalPreview, terminalSummary } from './terminal-model.ts'
import { limitsCalls } from './limits-contract.ts'
import { processesCalls } from './processes-contract.ts'
import { stopGraceMs } from './actions.ts'
import { statsCalls } from './stats-contract.ts'
import { configCalls } from './config-contract.ts'
import { filesCalls, filesEvents } from './files-contract.ts'
import { logsCalls, logsStreams } from './logs-contract.ts'
import { absolutePath, acknowledged, id, key, nothing, signal } from './contract-parts.ts'

/** Of terminals: a UUID. */
const terminalId = z.string().min(1).max(64)
/** One line of plain text. */
const terminalName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'A name is one line of plain text.')
const columns = z.number().int().min(1).max(1000)

export const calls = {
  /** Answers at once; main's heartbeat. */
  'engine.ping': { args: nothing, result: nothing },
  'engine.info': { args: nothing, result: engineInfo },
  /** Looks for runc, conmon and the other programs again. */
  'engine.recheck': { args: nothing, result: engineInfo },

  'containers.snapshot': { args: nothing, result: containerSnapshot },
  'containers.detail': { args: z.strictObject({ key }), result: containerDetail },
  /** As one types: whether the id is free and fit, and what the bundle holds. Changes nothing. */
  'containers.check': {
    args: z.strictObject({ id: z.string().max(10_000), bundle: absolutePath.nullable() }),
    result: z.object({ idProblem: z.string().nullable(), bundle: bundleCheck.nullable() }),
  },
  'containers.create': {
    args: z.strictObject({ id, bundle: absolutePath }),
    result: z.object({ id: z.string(), key: z.string() }),
  },
  /** Builds a busybox root file system and creates a container from it; a null id takes the next free `sample-N`. */
  'containers.createSample': {
    args: z.strictObject({ id: id.nullable() }),
    result: z.object({ id: z.string(), key: z.string() }),
  },
  // What follows throws ManagedElsewhere where another manager would be surprised, unless that is `acknowledged`.
  'containers.start': { args: z.strictObject({ key, acknowledged }), result: nothing },
  /** TERM, up to `graceMs`, then KILL. Answers when init has ended, with whether it took KILL. */
  'containers.stop': {
    args: z.strictObject({
      key,
      graceMs: z.number().int().min(0).max(600_000).default(stopGraceMs),
      acknowledged,
    }),
    result: z.object({ wasKilled: z.boolean() }),
  },
  /** A signal surprises no manager: they all watch for the end of their containers. */
  'containers.kill': { args: z.strictObject({ key, signal }), result: nothing },
  'containers.pause': { args: z.strictObject({ key, acknowledged }), result: nothing },
  'containers.resume': { args: z.strictObject({ key, acknowledged }), result: nothing },
  /** `force` also ends a running container. Answers when nothing is left of it. */
  'containers.delete': { args: z.strictObject({ key, force: z.boolean(), acknowledged }), result: nothing },

  /** Watches one more runc root, now and after every start; it need not be there yet. */
  'roots.add': { args: z.strictObject({ path: absolutePath }), result: nothing },
  /** Takes one that was added off the list. */
  'roots.remove': { args: z.strictObject({ path: absolutePath }), result: nothing },

  /** The last commands of this engine, oldest first, at most 500. */
  'commands.recent': { args: nothing, result: z.array(commandRecord) },
  /** The commands that an action would run now, in order, without running them. */
  'commands.preview': {
    args: z.strictObject({
      key,
      action: z.enum(['start', 'stop', 'kill', 'pause', 'resume', 'delete', 'terminal']),
      signal: signal.optional(),
    }),
    result: z.array(z.array(z.string())),
  },

  ...limitsCalls,
  ...processesCalls,
  ...statsCalls,

  'terminals.list': { args: nothing, result: z.array(terminalSummary) },
  /** What can be run in a container, and as whom. */
  'terminals.options': { args: z.strictObject({ key }), result: terminalOptions },
  /** As one types: the command that `terminals.open` would run for this request, and what is wrong with it. */
  'terminals.preview': {
    args: z.strictObject({ key, request: processRequest }),
    result: terminalPreview,
  },
  /** Starts a program in a container. The size is that of its terminal, if it has one. */
  'terminals.open': {
    args: z.strictObject({ key, request: processRequest, columns, rows: columns }),
    result: terminalSummary,
  },
  /** The session that shows the container's own first program: the one that is there already, or a new one. */
  'terminals.attach': { args: z.strictObject({ key }), result: terminalSummary },
  /** The same once more in place of a session that has ended, which is forgotten. */
  'terminals.runAgain': {
    args: z.strictObject({ id: terminalId, columns, rows: columns }),
    result: terminalSummary,
  },
  /** A null name is the program's own again. */
  'terminals.rename': {
    args: z.strictObject({ id: terminalId, name: terminalName.nullable() }),
    result: nothing,
  },
  /** To the program alone. Of `attach`, which would be the container's init, it is refused. */
  'terminals.signal': { args: z.strictObject({ id: terminalId, signal }), result: nothing },
  /** Ends the program (HUP, without a terminal TERM, then KILL) and forgets the session; of `attach` only forgets it. */
  'terminals.close': { args: z.strictObject({ id: terminalId }), result: nothing },

  ...checkpointCalls,
  ...filesCalls,
  ...configCalls,
  ...logsCalls,
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>

export const events = {
  'engine.changed': engineInfo,
  'containers.changed': containerPatch,
  /** All roots. */
  'roots.changed': z.array(runcRoot),
  /** A command began or ended (same id twice). */
  'commands.changed': commandRecord,
  /** All sessions of this engine. */
  'terminals.changed': z.array(terminalSummary),
  ...filesEvents,
} as const satisfies Record<string, z.ZodType>

export const streams = {
  /**
   * A session's output: first what it said so far (chunks marked as replay, at most about 2 MiB; see `Chunk`), then
   * live. It ends when the program does; closing the stream only detaches. Each viewer has its own credit and is sent
   * a new replay when it has fallen too far behind; the program waits only while all of its viewers are behind.
   * The size is that of whoever resized last. `eof` ends a standard input that comes from the viewer.
   */
  terminal: {
    args: z.strictObject({
      id: terminalId,
      /**
       * For a viewer that comes back: how many bytes of output it has (what a chunk says it omits counts, the screen in
       * its place does not). It gets what it missed, as replay; or, when that is not kept, all anew, marked as fresh.
       */
      after: z.number().int().min(0).nullable().default(null),
    }),
    input: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('input'), bytes: z.instanceof(Uint8Array) }),
      z.strictObject({ type: z.literal('resize'), columns, rows: columns }),
      z.strictObject({ type: z.literal('eof') }),
    ]),
    end: terminalSummary,
  },
  /**
   * What running containers use, as usage.ts packs it: one array at a time, of all in sight each second and of the others
   * every five. Nothing is told before the first `visible`, nor while that is false.
   */
  usage: {
    args: nothing,
    input: z.discriminatedUnion('type', [
      /** The rows in sight. Keys that are not known are passed over. */
      z.strictObject({ type: z.literal('watch'), keys: z.array(key).max(1000) }),
      z.strictObject({ type: z.literal('visible'), isVisible: z.boolean() }),
    ]),
    end: nothing,
  },
  ...logsStreams,
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
