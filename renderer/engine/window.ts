// The page's way to main: one call over the preload bridge, with the envelope opened. Window things only; everything
// about containers goes to the engine.
import { EngineError } from '../../src-shared/client.ts'
import type { WindowCallArgs, WindowCallName, WindowCallResult } from '../../src-shared/window-contract.ts'

/** Asks main; a refusal is thrown as an `EngineError`. */
export async function windowCall<Name extends WindowCallName>(
  name: Name,
  args: WindowCallArgs<Name>,
): Promise<WindowCallResult<Name>> {
  const answer = await window.runcDesktop.call(name, args)
  if (!answer.ok) throw new EngineError(answer.error)
  return answer.value
}
