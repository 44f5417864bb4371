// Whether a container's log holds every line that its program has printed, read from conmon's files themselves.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A line that was read in several pieces has `P` in all but its last record. */
const record = /^\S+ std(?:out|err) ([FP]) (.*)$/s

/** All that a program has printed, over all files of its log. */
export function readOutput(directory: string): string {
  let text = ''
  for (const path of filesOf(directory)) {
    for (const line of readFileSync(path, 'latin1').split('\n')) {
      const [, tag, payload] = record.exec(line) ?? []
      if (tag !== undefined) text += `${payload}${tag === 'F' ? '\n' : ''}`
    }
  }
  return text
}

/** `ctr.log.1`, `ctr.log.2` … and last `ctr.log`, unless that is another name of one of them. */
function filesOf(directory: string): string[] {
  const names = existsSync(directory) ? readdirSync(directory) : []
  const numbered = names
    .flatMap((name) => {
      const number = /^ctr\.log\.(\d+)$/.exec(name)?.[1]
      return number === undefined ? [] : [{ number: Number(number), path: join(directory, name) }]
    })
    .toSorted((one, other) => one.number - other.number)
    .map(({ path }) => path)
  const inodes = new Set(numbered.map((path) => statSync(path, { throwIfNoEntry: false })?.ino))
  const live = join(directory, 'ctr.log')
  const isExtra = existsSync(live) && !inodes.has(statSync(live).ino)
  return isExtra ? [...numbered, live] : numbered
}

/** Says what is wrong with output that is to be the numbers from 1 on; null when nothing is. */
export function outputProblem(output: string, lines: number | null): string | null {
  const printed = output.replaceAll('\r', '').split('\n')
  // The rest after the last end of a line: nothing, or a line that was cut off with its program.
  printed.pop()
  const wrong = printed.findIndex((line, index) => line !== String(index + 1))
  if (wrong >= 0) return `line ${wrong + 1} of its log is ${JSON.stringify(printed[wrong]?.slice(0, 40))}`
  if (lines === null || printed.length === lines) return null
  return `its log has ${printed.length} of the ${lines} lines that it printed`
}
