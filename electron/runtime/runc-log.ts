// What a runc left in its `--log` file, read as records. The same file takes its standard error, so that words said
// before the log was set up are kept too.
import { readFileSync } from 'node:fs'
import { isForeseen } from './errors.ts'

export interface RuncLog {
  /** Messages of level error and above, in order. */
  errors: string[]
  /** Everything said, for showing: messages of the records, or the bare lines when there is no record. */
  output: string
}

/** Each record is a line of its own; newer versions of crun spread it over several. */
const spreadRecord = /^\{\n(?: .*\n)+\}$/gm

/** Records that only say that another, earlier one made runc give up. */
const consequence = /can't get final child's PID from pipe|: EOF$|waiting for init preliminary setup/

export function parseRuncLog(text: string): RuncLog {
  const errors: string[] = []
  const messages: string[] = []
  const bare: string[] = []
  const lines = text.replaceAll(spreadRecord, (record) => record.replaceAll('\n', '')).split('\n')
  for (const line of lines) {
    if (line.trim() === '') continue
    const record = parseRecord(line)
    if (!record) {
      bare.push(line)
      continue
    }
    messages.push(record.level === 'error' ? record.message : `${record.level}: ${record.message}`)
    if (['error', 'fatal', 'panic'].includes(record.level)) errors.push(record.message)
  }
  return { errors, output: (messages.length > 0 ? messages : bare).join('\n') }
}

export function readRuncLog(path: string): RuncLog {
  try {
    return parseRuncLog(readFileSync(path, 'utf8'))
  } catch (error) {
    // It said nothing, or nothing that can be read now: how the command ended has to be told all the same.
    if (!isForeseen(error)) throw error
    return parseRuncLog('')
  }
}

/** The words that tell why: the last error that is not just the consequence of another; null when there is none. */
export function wordsOf(log: RuncLog): string | null {
  const told = log.errors.findLast((message) => !consequence.test(message)) ?? log.errors.at(-1)
  const words = told ?? (log.output.trim() === '' ? null : log.output.trim().split('\n').at(-1))
  if (words === null || words === undefined) return null
  return words
    .replace(/^runc (create|run|start) failed: |^exec failed: |^runc: /, '')
    .trim()
    .replace(/\.$/, '')
}

function parseRecord(line: string): { level: string; message: string } | null {
  if (!line.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || !('msg' in value)) return null
    const level = 'level' in value && typeof value.level === 'string' ? value.level : 'error'
    return { level, message: String(value.msg).trim() }
  } catch {
    // Not a record but a line of the program's own: kept as a bare line by the caller.
    return null
  }
}
