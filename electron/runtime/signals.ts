// Signals by name and number, as people write them and as runc takes them.
import { constants } from 'node:os'
import { RuncError } from './errors.ts'

/** glibc's range; the kernel's first two real-time signals belong to the thread library. */
const realTime = { first: 34, last: 64 } as const

const numbers = new Map<string, number>(Object.entries(constants.signals))
const names = new Map<number, string>()
for (const [name, number] of numbers) {
  // SIGABRT, SIGPOLL … have second names; the usual one comes first in Node's table.
  if (!names.has(number)) names.set(number, name)
}

/** `TERM`, `SIGTERM`, `15`, `RTMIN+1`, `SIGRTMAX-2` → number; null for anything else. */
export function signalNumber(text: string): number | null {
  const plain = text.trim().toUpperCase()
  if (/^\d{1,2}$/.test(plain)) {
    const number = Number(plain)
    return number >= 1 && number <= realTime.last ? number : null
  }
  const name = plain.startsWith('SIG') ? plain.slice(3) : plain
  const known = numbers.get(`SIG${name}`)
  if (known !== undefined) return known
  const match = /^RT(MIN|MAX)(?:([+-])(\d{1,2}))?$/.exec(name)
  if (!match) return null
  const offset = Number(match[3] ?? 0) * (match[2] === '-' ? -1 : 1)
  const number = (match[1] === 'MIN' ? realTime.first : realTime.last) + offset
  return number >= realTime.first && number <= realTime.last ? number : null
}

/** `SIGKILL`, `SIGRTMIN+3`; null when there is no such signal. */
export function signalName(number: number): string | null {
  const known = names.get(number)
  if (known !== undefined) return known
  if (number < realTime.first || number > realTime.last) return null
  return number === realTime.first ? 'SIGRTMIN' : `SIGRTMIN+${number - realTime.first}`
}

/** The word for runc's command line: a short name where runc knows one, else the number. */
export function signalWord(number: number): string {
  return names.get(number)?.slice(3) ?? String(number)
}

/** Which signal an exit code of 128 + N speaks of; null for a plain code. */
export function signalOfExitCode(code: number): string | null {
  return code > 128 ? signalName(code - 128) : null
}

/** The number of a signal that somebody named. Throws InvalidArgument. */
export function neededSignal(signal: string | number): number {
  const number = signalNumber(String(signal))
  if (number === null) throw new RuncError('InvalidArgument', `“${signal}” is not a signal.`)
  return number
}
