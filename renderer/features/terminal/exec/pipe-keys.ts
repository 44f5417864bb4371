// Keys for a program that has no terminal to edit lines for it: what a terminal in its usual mode would do is done here.
// A line goes when it is entered, ^D is the end of the input, ^C a signal.

export interface PipeKeysOptions {
  send: (bytes: Uint8Array<ArrayBuffer>) => void
  end: () => void
  interrupt: () => void
  /** Shows what was typed; the program cannot. */
  echo: (text: string) => void
}

const keys = { interrupt: '\u0003', endOfFile: '\u0004', backspace: '\u007f', enter: '\r' } as const

/** Takes what the screen's keys give out. */
export function createPipeKeys({ send, end, interrupt, echo }: PipeKeysOptions): (typed: Uint8Array) => void {
  const encoder = new TextEncoder()
  let line: string[] = []

  function sendLine(ending: string): void {
    const text = line.join('') + ending
    line = []
    if (text !== '') send(encoder.encode(text))
  }

  function press(character: string): void {
    switch (character) {
      case keys.enter:
        echo('\r\n')
        return sendLine('\n')
      case keys.backspace:
        if (line.pop() !== undefined) echo('\b \b')
        return undefined
      case keys.interrupt:
        echo('^C')
        line = []
        return interrupt()
      case keys.endOfFile:
        return line.length > 0 ? sendLine('') : end()
      default:
        // Arrows and the like have nothing to move in.
        if (character < ' ') return undefined
        line.push(character)
        return echo(character)
    }
  }

  return (typed) => {
    const text = new TextDecoder().decode(typed)
    if (text.startsWith('\u001b')) return
    for (const character of text) press(character)
  }
}
