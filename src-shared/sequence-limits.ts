// Bounds for sequences that repeat something: xterm.js does each repetition, and two billion of them hold up whoever parses
// the output of a hostile program, the window as well as the engine.

/** Of each, what more repetitions than the terminal has rows or columns would still do: nothing that is seen. */
const bounds: Readonly<Record<string, 'rows' | 'cols'>> = {
  // Lines inserted, deleted, scrolled up and down.
  L: 'rows',
  M: 'rows',
  S: 'rows',
  T: 'rows',
  // The last character repeated; VTE ends at the line too.
  b: 'cols',
  // Tab stops forwards and backwards.
  I: 'cols',
  Z: 'cols',
}

interface Sized {
  readonly rows: number
  readonly cols: number
}

/** What xterm.js hands to handlers of its own: the parameters themselves, which those after it read. */
interface Core {
  registerCsiHandler(
    identifier: { final: string },
    handler: (parameters: SequenceParameters) => boolean,
  ): unknown
}

interface SequenceParameters {
  readonly params: Int32Array
}

/**
 * Holds the numbers of a terminal's sequences to its size. The public interface shows a handler only a copy of them, so
 * this goes behind it: throws when that is not built as it was in xterm.js 5 and 6.
 */
export function limitRepetition(terminal: Sized): void {
  const core: unknown = Reflect.get(terminal, '_core')
  if (!isCore(core))
    throw new TypeError('This xterm.js is built in another way than the one this was written for.')
  for (const [final, bound] of Object.entries(bounds)) {
    core.registerCsiHandler({ final }, ({ params }) => {
      const [count = 0] = params
      if (count > terminal[bound]) params[0] = terminal[bound]
      // xterm.js goes on with its own.
      return false
    })
  }
}

function isCore(core: unknown): core is Core {
  return (
    typeof core === 'object' && core !== null && typeof Reflect.get(core, 'registerCsiHandler') === 'function'
  )
}
