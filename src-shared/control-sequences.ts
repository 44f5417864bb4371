// What a program writes to steer a terminal, as patterns: taken out by whoever shows text and draws no terminal.

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

/** Global. Every escape is the beginning of a match. */
export const controlSequence = new RegExp(sequences, 'g')

/** What stays of a line that was written over and over, as progress bars do. By hand: patterns take n² time here. */
export function lastWriting(line: string): string {
  let end = line.length
  while (line[end - 1] === '\r') end -= 1
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end)
}

/** One line of output as it is shown and searched: without control sequences, and what was written last. */
export function shownLine(line: string): string {
  return lastWriting(line.replace(controlSequence, ''))
}
