// Makes text out of what a program wrote for a terminal: control sequences out, line ends plain.

/** Written as strings, so that no control character stands in this file. */
const sequences = [
  // OSC: up to BEL or ST.
  '\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?',
  // DCS, SOS, PM, APC: up to ST.
  '\\u001b[PX^_][^\\u001b]*(?:\\u001b\\\\)?',
  // CSI, also one that was cut off.
  '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?',
  // All other escapes.
  '\\u001b[ -/]*[0-~]?',
].join('|')
const controlSequence = new RegExp(sequences, 'g')
/** All but tab, newline and carriage return. */
const controlCharacter = /[^\P{Cc}\t\n\r]/gu

export function toPlainText(text: string): string {
  const visible = text.replace(controlSequence, '').replace(controlCharacter, '')
  return visible.split('\n').map(lastWriting).join('\n')
}

/** What stays of a line that was written over and over, as progress bars do. By hand: patterns take n² time here. */
function lastWriting(line: string): string {
  let end = line.length
  while (line[end - 1] === '\r') end -= 1
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end)
}
