// While old output is shown again, the questions in it (where is the cursor, what are you, which colour …) must not be
// answered a second time: the answers would reach the program as if somebody had typed them.
import type { IDisposable, IParser } from '@xterm/xterm'

/** Sequences that a terminal answers, by xterm.js's own list of handlers. */
const questions = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { prefix: '>', final: 'q' },
  { final: 't' },
] as const

/** Colours: set and asked for with the same sequence, a question has `?` where a colour would be. */
const colourCommands = [4, 10, 11, 12] as const

/** Swallows questions while `isReplaying` says so. */
export function guardReplay(parser: IParser, isReplaying: () => boolean): IDisposable {
  const registered = [
    ...questions.map((question) => parser.registerCsiHandler(question, isReplaying)),
    ...colourCommands.map((command) =>
      parser.registerOscHandler(command, (data) => isReplaying() && data.includes('?')),
    ),
    // DECRQSS, "which setting is on": a question always.
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, isReplaying),
  ]
  return {
    dispose() {
      for (const one of registered) one.dispose()
    },
  }
}

/** What xterm sends of itself when old output switches focus reports on. */
export function isFocusReport(text: string): boolean {
  return text === '\u001b[I' || text === '\u001b[O'
}
