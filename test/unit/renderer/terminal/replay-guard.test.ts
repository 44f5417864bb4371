// Old output that is drawn again must not answer what it asks: tried on xterm's own parser.
import { Terminal } from '@xterm/headless'
import { afterEach, expect, it } from 'vitest'
import { guardReplay, isFocusReport } from '../../../../renderer/features/terminal/replay-guard.ts'

const terminals: Terminal[] = []
afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.dispose()
})

async function answersTo(output: string, isReplaying: boolean): Promise<string[]> {
  const terminal = new Terminal({ allowProposedApi: true })
  terminals.push(terminal)
  guardReplay(terminal.parser, () => isReplaying)
  const answers: string[] = []
  terminal.onData((data) => answers.push(data))
  await new Promise<void>((resolve) => terminal.write(output, resolve))
  return answers.filter((answer) => !(isReplaying && isFocusReport(answer)))
}

const questions = [
  '\u001b[c',
  '\u001b[>c',
  '\u001b[5n',
  '\u001b[6n',
  '\u001b[?6n',
  '\u001b[?2004$p',
  '\u001b[4$p',
  '\u001bP$qm\u001b\\',
]

it.each(questions)('answers %j when it is live, and not when it is old', async (question) => {
  expect(await answersTo(question, false)).toHaveLength(1)
  expect(await answersTo(question, true)).toEqual([])
})

it('still draws and obeys old output', async () => {
  const terminal = new Terminal({ allowProposedApi: true })
  terminals.push(terminal)
  guardReplay(terminal.parser, () => true)
  await new Promise<void>((resolve) =>
    terminal.write('\u001b[3;5Hhere\u001b[?2004h\u001b]4;1;#ff0000\u0007', resolve),
  )
  expect({
    line: terminal.buffer.active.getLine(2)?.translateToString(true),
    bracketedPaste: terminal.modes.bracketedPasteMode,
  }).toEqual({ line: '    here', bracketedPaste: true })
})
