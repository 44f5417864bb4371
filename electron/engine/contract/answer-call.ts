// One call from its name and raw arguments to its answer. Never throws.
import { calls, type CallName, type CallResult, type ParsedCallArgs } from '../../../src-shared/contract.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { shortened, toErrorInfo } from './failure.ts'
import { driftProblem, parseArguments } from './schema.ts'
import type { CallContext, Service } from './service.ts'

export type Answer = { ok: true; value: unknown } | { ok: false; error: ErrorInfo }

/** How much of an unknown name is repeated to whoever sent it. */
const longestName = 60

export async function answerCall(
  service: Service,
  name: string,
  args: unknown,
  context: CallContext,
): Promise<Answer> {
  if (!isCallName(name)) {
    return {
      ok: false,
      error: { code: 'UnknownCall', message: `There is no call “${shortened(name, longestName)}”.` },
    }
  }
  const parsed = parseArguments(calls[name].args, name, args)
  if (!parsed.ok) return parsed
  try {
    const value = await handle(service, name, parsed.value as ParsedCallArgs<CallName>, context)
    const drift = service.checkResults
      ? driftProblem(calls[name].result, `call ${name}`, value, service.log)
      : null
    return drift === null ? { ok: true, value } : { ok: false, error: drift }
  } catch (error) {
    return { ok: false, error: toErrorInfo(error, service.log) }
  }
}

/** `hasOwn`: “constructor” is not a call. */
function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name)
}

function handle<Name extends CallName>(
  service: Service,
  name: Name,
  args: ParsedCallArgs<Name>,
  context: CallContext,
): CallResult<Name> | Promise<CallResult<Name>> {
  return service.handlers[name](args, context)
}
