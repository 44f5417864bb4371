// What the app remembers between starts: one JSON file, read defensively field by field and written whole. A broken
// file is set aside under another name and costs nothing but itself.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSettings, settings as schema, type Settings } from '../../src-shared/window-contract.ts'
import { setAside, writeWhole } from './files.ts'

export interface SettingsStore {
  get(): Settings
  /** Holds at once, even when the file cannot be written; then it throws. */
  set(changes: Partial<Settings>): Settings
}

type Fields = Record<string, unknown>

/** `warn` is told in one sentence what had to be set aside or left out. */
export function openSettings(folder: string, warn: (sentence: string) => void): SettingsStore {
  const path = join(folder, 'settings.json')
  const fields = readFields(path, warn)
  let current = parseFields(fields, path, warn)
  return {
    get: () => current,
    set(changes) {
      current = { ...current, ...changes }
      // What a newer version of the app wrote stays in the file.
      writeWhole(path, `${JSON.stringify({ ...fields, ...current }, null, 2)}\n`, 0o600)
      return current
    },
  }
}

function readFields(path: string, warn: (sentence: string) => void): Fields {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') warn(`The settings in ${path} cannot be read (${codeOf(error)}).`)
    return {}
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Broken JSON is dealt with like any other content that is not an object.
  }
  try {
    const aside = setAside(path, new Date())
    warn(`The settings in ${path} were not readable. They were set aside as ${aside}; the defaults are used.`)
  } catch (error) {
    warn(`The settings in ${path} are not readable and cannot be set aside (${codeOf(error)}).`)
  }
  return {}
}

function parseFields(fields: Fields, path: string, warn: (sentence: string) => void): Settings {
  const whole = schema.safeParse({ ...defaultSettings, ...fields })
  if (whole.success) return whole.data
  const good: Fields = { ...defaultSettings }
  for (const [name, fieldSchema] of Object.entries(schema.shape)) {
    if (!(name in fields)) continue
    const field = fieldSchema.safeParse(fields[name])
    if (field.success) good[name] = field.data
    else warn(`“${name}” in ${path} has no valid value; its default is used.`)
  }
  return schema.parse(good)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
