// The one place where the page's calls arrive: known sender, known name, parsed arguments, an envelope as the answer.
// Nothing a caller sends makes it throw.
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import { channels } from '../../../src-shared/channels.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { windowCalls, type Answer, type WindowCallName } from '../../../src-shared/window-contract.ts'
import type { output, ZodError } from 'zod'

type Parsed<Name extends WindowCallName> = output<(typeof windowCalls)[Name]['args']>
type Result<Name extends WindowCallName> = output<(typeof windowCalls)[Name]['result']>

/** One per call of the contract: a missing one does not compile. The caller is the page that asked. */
export type Handlers = {
  [Name in WindowCallName]: (args: Parsed<Name>, caller: WebContents) => Result<Name> | Promise<Result<Name>>
}

/** A refusal that the user is to read, thrown by a handler. */
export class CallError extends Error {
  readonly info: ErrorInfo

  constructor(info: ErrorInfo) {
    super(info.message)
    this.info = info
  }
}

export interface RegistryOptions {
  handlers: Handlers
  isTrusted: (event: IpcMainInvokeEvent) => boolean
  /** Results are compared with the contract too; in development and tests, where drift has to show. */
  checkResults: boolean
  note: (what: string) => void
}

export function serveCalls(ipcMain: Pick<IpcMain, 'handle'>, options: RegistryOptions): void {
  ipcMain.handle(channels.call, (event, name: unknown, args: unknown) => {
    if (options.isTrusted(event)) return answerCall(options, name, args, event.sender)
    options.note(`A call from a stranger was refused: ${describe(name)}`)
    return refuse({ code: 'PermissionDenied', message: 'Only the app’s own page may call.' })
  })
}

export async function answerCall(
  { handlers, checkResults, note }: Pick<RegistryOptions, 'handlers' | 'checkResults' | 'note'>,
  name: unknown,
  args: unknown,
  caller: WebContents,
): Promise<Answer<unknown>> {
  if (!isKnown(name)) return refuse({ code: 'UnknownCall', message: `There is no call ${describe(name)}.` })
  const { args: argsSchema, result: resultSchema } = windowCalls[name]
  const parsed = argsSchema.safeParse(args)
  if (!parsed.success) return refuse(badArgument(name, parsed.error))
  try {
    const handler = handlers[name] as (args: unknown, caller: WebContents) => unknown
    const value = await handler(parsed.data, caller)
    return { ok: true, value: checkResults ? resultSchema.parse(value) : value }
  } catch (error) {
    if (error instanceof CallError) return refuse(error.info)
    note(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`)
    return refuse({ code: 'Internal', message: error instanceof Error ? error.message : String(error) })
  }
}

function isKnown(name: unknown): name is WindowCallName {
  return typeof name === 'string' && Object.hasOwn(windowCalls, name)
}

function badArgument(name: WindowCallName, error: ZodError): ErrorInfo {
  const issue = error.issues[0]
  const path = issue?.path.join('.') ?? ''
  const where = path === '' ? name : `${name}, ${path}`
  return { code: 'BadArgument', message: `${where}: ${issue?.message ?? 'not as agreed'}`, detail: { path } }
}

/** A stranger's name may be anything, and of any length. */
function describe(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 80)) : `of type ${typeof name}`
}

function refuse(error: ErrorInfo): Answer<never> {
  return { ok: false, error }
}
