// What is typed for a program that has no terminal: gathered line by line and shown here, since nobody else does that for
// it. As a terminal in its usual mode: Enter sends, Backspace and ^U take back, ^D ends the input, ^C interrupts.

export interface LineInputOptions {
  /** Shows what was typed. */
  echo: (text: string) => void
  send: (text: string) => void
  /** No more will come. */
  end: () => void
  interrupt: () => void
}

/** Longer lines are no longer typed by hand; a terminal keeps to the same. */
const longestLine = 4095

/** Takes what xterm makes of keys. */
export function createLineInput({ echo, send, end, interrupt }: LineInputOptions): (typed: string) => void {
  let line: string[] = []

  function takeBack(count: number): void {
    const taken = line.splice(line.length - Math.min(count, line.length))
    echo('\b \b'.repeat(taken.length))
  }

  function take(character: string): void {
    if (character === '\r' || character === '\n') {
      echo('\r\n')
      send(`${line.join('')}\n`)
      line = []
    } else if (character === '\u007f' || character === '\b') takeBack(1)
    else if (character === '\u0015') takeBack(line.length)
    else if (character === '\u0003') {
      echo('^C\r\n')
      line = []
      interrupt()
    } else if (character === '\u0004') {
      if (line.length === 0) end()
      else send(line.join(''))
      line = []
    } else if ((character >= ' ' || character === '\t') && line.length < longestLine) {
      line.push(character)
      echo(character)
    }
  }

  return (typed) => {
    // Arrows and the like: there is nothing to go to.
    if (typed.startsWith('\u001b') && typed.length > 1) return
    for (const character of typed) take(character)
  }
}
