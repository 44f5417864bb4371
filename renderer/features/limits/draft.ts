// What was typed into the dialog of limits, against what is in force: which limits change, to what, and what is wrong.
import type { LimitChanges, LimitsInForce } from '../../../src-shared/limits-model.ts'
import { allFields, parseValue, problemOf, wantedText, writeValue } from './fields.ts'
import type { LimitField } from './fields.ts'

export interface Entry {
  text: string
  isUnlimited: boolean
}
/** By the name of the field; what is missing is as it is in force. */
export type Draft = Readonly<Record<string, Entry>>

export function entryOf(one: LimitField, draft: Draft, inForce: LimitsInForce): Entry {
  const value = one.read(inForce)
  return draft[one.name] ?? { text: writeValue(one, value), isUnlimited: value === -1 }
}

export interface Wanted {
  one: LimitField
  before: number | string | null
  value: number | string
}

export interface Reading {
  wanted: readonly Wanted[]
  changes: LimitChanges
  /** By the name of the field. */
  problems: Readonly<Record<string, string>>
}

export function readDraft(draft: Draft, inForce: LimitsInForce): Reading {
  const wanted: Wanted[] = []
  const problems: Record<string, string> = {}
  for (const one of allFields) {
    const entry = draft[one.name]
    if (entry === undefined || problemOf(one, inForce) !== null) continue
    const before = one.read(inForce)
    const value = entry.isUnlimited ? -1 : parseValue(one, entry.text)
    if (value === null) {
      // Emptied text of what was never set is no change.
      if (entry.text.trim() !== '' || before !== '') problems[one.name] = wantedText[one.kind]
    } else if (value !== before) {
      wanted.push({ one, before, value })
    }
  }
  return { wanted, changes: changesOf(wanted), problems }
}

export function changesOf(wanted: readonly Pick<Wanted, 'one' | 'value'>[]): LimitChanges {
  return wanted.reduce<LimitChanges>((changes, { one, value }) => one.write(changes, value), {})
}

/** The way back: what was in force before; null where that cannot be had again. */
export function undoOf(wanted: readonly Wanted[]): LimitChanges | null {
  const former = wanted.flatMap(({ one, before }) =>
    before === null || before === '' ? [] : [{ one, value: before }],
  )
  return former.length === 0 ? null : changesOf(former)
}

/** Lines of `memory.oom.group = 1`; null with a line that is not one. */
export function parseFiles(text: string): Record<string, string> | null {
  const files: Record<string, string> = {}
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const [, name, value] = /^\s*([a-z_]+(?:\.[A-Za-z0-9_]+)+)\s*[=\s]\s*(\S.*?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) return null
    files[name] = value
  }
  return files
}
