// What is asked of and told about terminals: programs in containers, and containers' own terminals, that are shown in a
// window. Zod schemas and the types they give.
import { z } from 'zod'
import { errorInfo } from './model.ts'

/** Absolute, without NUL; Linux's PATH_MAX. */
const absolutePath = z
  .string()
  .max(4096)
  .regex(/^\/[^\0]*$/, 'An absolute path is needed.')
/** A name or a number; the engine looks names up in the container's own files. */
const account = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\0:\n]+$/, 'A name or a number is needed.')

/**
 * - `exec`: a program on a pty; ends with the engine.
 * - `pipes`: a program without a terminal, its outputs apart; ends with the engine.
 * - `persistent`: a program under a monitor of its own (conmon), on a pty or not; survives engine and app.
 * - `attach`: the container's own first program, as its log tells it. Closing it ends nothing.
 */
export const terminalKind = z.enum(['exec', 'pipes', 'persistent', 'attach'])
export type TerminalKind = z.infer<typeof terminalKind>

/** What is run, as it was asked for. Null everywhere: as the container's own process has it. */
export const processRequest = z.strictObject({
  /** Null for the container's default shell. */
  args: z.array(z.string().max(131_072)).min(1).max(1000).nullable(),
  /** With a user and no group: the user's own groups. */
  user: account.nullable().default(null),
  group: account.nullable().default(null),
  additionalGroups: z.array(account).max(64).default([]),
  cwd: absolutePath.nullable().default(null),
  /** `NAME=value`, beside the container's own; the same name replaces. */
  env: z.array(z.string().max(131_072)).max(1000).default([]),
  /** `CAP_…`: exactly these, and none for the empty list. */
  capabilities: z.array(z.string().max(64)).max(64).nullable().default(null),
  tty: z.boolean().default(true),
  /** Survives the engine. */
  persistent: z.boolean().default(false),
  /**
   * Without a terminal: where its standard input comes from. `none`: it is at its end at once. `viewer`: what the stream
   * is sent, until `eof`. `file`: on this machine, read by the engine. With a terminal it is always the viewer.
   */
  input: z
    .discriminatedUnion('from', [
      z.strictObject({ from: z.literal('none') }),
      z.strictObject({ from: z.literal('viewer') }),
      z.strictObject({ from: z.literal('file'), path: absolutePath }),
    ])
    .default({ from: 'none' }),
})
export type ProcessRequest = z.infer<typeof processRequest>

/** How a session's program ended. A code that nobody saw is null, never 0. */
export const terminalExit = z.object({
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  /** ISO 8601. */
  finishedAt: z.string(),
  /** From the start to the end; null when the start was not seen. */
  durationMs: z.number().nullable(),
  /** What went wrong when runc itself failed; null when the program ran and ended. */
  error: errorInfo.nullable(),
  /** What it ended with, in one sentence, such as the container's end or its checkpoint; null when it ended by itself. */
  reason: z.string().nullable(),
})

/** One session. The list has them in the order of their start, one that was run again in the old one's place. */
export const terminalSummary = z.object({
  /** A UUID; of a persistent one the same after a restart. */
  id: z.string(),
  kind: terminalKind,
  /** Its bytes are a terminal's; without one each chunk says which output it is of, and there is no size. */
  tty: z.boolean(),
  containerKey: z.string(),
  /** The end of the key, for showing. */
  containerId: z.string(),
  /** The user's name for it, kept by the engine; null for none. The order of tabs is the window's own. */
  name: z.string().nullable(),
  args: z.array(z.string()),
  /** Null for `attach`. What `terminals.open` takes for another one like it. */
  request: processRequest.nullable(),
  /** The command that makes it, for copying; empty for `attach`. */
  argv: z.array(z.string()),
  /** ISO 8601. */
  openedAt: z.string(),
  /** Why it does not answer at the moment, in one sentence: the container is paused. Null when nothing is known. */
  notice: z.string().nullable(),
  /** Why it takes no input, in one sentence; null when it does, or did until its end. */
  inputProblem: z.string().nullable(),
  /** Null while it runs. */
  exit: terminalExit.nullable(),
})
export type TerminalSummary = z.infer<typeof terminalSummary>

export const terminalUser = z.object({
  name: z.string(),
  uid: z.number().int(),
  gid: z.number().int(),
  home: z.string(),
})

/** What a container offers to whoever wants to run something in it; read from outside, never led out of its root. */
export const terminalOptions = z.object({
  /** Best first; `isDefault` is what null args run. Programs that are there and may be executed. */
  shells: z.array(
    z.object({
      path: z.string(),
      /** `/etc/shells`, a user's in `/etc/passwd`, or a path where one usually is. */
      source: z.enum(['shells', 'passwd', 'usual']),
      isDefault: z.boolean(),
    }),
  ),
  users: z.array(terminalUser),
  groups: z.array(z.object({ name: z.string(), gid: z.number().int() })),
  /** Run in this container before, latest first, at most 20, also by earlier engines. */
  recent: z.array(processRequest),
  /** What the container's own process has, which null in a request stands for; null when its config cannot be read. */
  defaults: z
    .object({
      user: z.string(),
      cwd: z.string(),
      env: z.array(z.string()),
      capabilities: z.array(z.string()),
      args: z.array(z.string()),
    })
    .nullable(),
  /** Why shells and users could not be looked for, in one sentence; null when they were. */
  problem: z.string().nullable(),
  /** Attaching to its first program: whether that has a terminal, and why it cannot be or has no history. */
  attach: z.object({ tty: z.boolean(), problem: z.string().nullable() }),
})
export type TerminalOptions = z.infer<typeof terminalOptions>

/** What a request would run, without running it. */
export const terminalPreview = z.object({
  argv: z.array(z.string()),
  /** What of the request cannot be, as the engine will say when it is opened; `detail.path` names the field. */
  problem: errorInfo.nullable(),
  /** The text of `process.json` where the command names such a file: what no option of runc can say. */
  processFile: z.string().nullable(),
})
export type TerminalPreview = z.infer<typeof terminalPreview>
