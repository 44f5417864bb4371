// What is typed in the dialog, what is wrong with it at once, and the request it makes. No store, no React.
import type { ProcessRequest } from '../../../../src-shared/terminal-model.ts'
import { commandText } from '../../../ui/command-text.ts'
import { parseCommand } from './command-line.ts'

export type CapabilityChoice = 'own' | 'none' | 'these'
export type InputChoice = ProcessRequest['input']['from']

export interface Draft {
  command: string
  user: string
  group: string
  /** Parted by blanks or commas. */
  additionalGroups: string
  cwd: string
  /** One `NAME=value` a line. */
  env: string
  capabilities: CapabilityChoice
  /** Parted by blanks or commas; `CAP_` may be left out. */
  capabilityNames: string
  tty: boolean
  persistent: boolean
  input: InputChoice
  inputPath: string
}

export const emptyDraft: Draft = {
  command: '',
  user: '',
  group: '',
  additionalGroups: '',
  cwd: '',
  env: '',
  capabilities: 'own',
  capabilityNames: '',
  tty: true,
  persistent: false,
  input: 'none',
  inputPath: '',
}

export type DraftField = keyof Draft

/** A sentence for each field that cannot be as it is. */
export type Problems = Partial<Record<DraftField, string>>

export function problemsOf(draft: Draft): Problems {
  const problems: Problems = {}
  const command = parseCommand(draft.command)
  if (command.problem !== null) problems.command = command.problem
  if (draft.cwd !== '' && !draft.cwd.startsWith('/')) {
    problems.cwd = 'A path in the container, from its root: it begins with “/”.'
  }
  for (const field of ['user', 'group'] as const) {
    if (draft[field].includes(':')) problems[field] = 'One name or number; the group has its own field.'
  }
  const wrong = lines(draft.env).find((line) => !/^[^=\s][^=]*=/.test(line))
  if (wrong !== undefined) problems.env = `“${wrong}” is not NAME=value.`
  if (draft.capabilities === 'these') {
    const odd = words(draft.capabilityNames).find((name) => !/^(CAP_)?[A-Z_]+$/i.test(name))
    if (odd !== undefined) problems.capabilityNames = `“${odd}” is not the name of a capability.`
    else if (words(draft.capabilityNames).length === 0) {
      problems.capabilityNames = 'Name at least one, such as NET_ADMIN; or choose None.'
    }
  }
  if (!draft.tty && draft.input === 'file') {
    if (!draft.inputPath.startsWith('/')) problems.inputPath = 'The absolute path of a file of this machine.'
    else if (draft.persistent)
      problems.inputPath = 'A program that survives the app cannot be fed from a file.'
  }
  return problems
}

/** Null while something is wrong. */
export function requestOf(draft: Draft): ProcessRequest | null {
  if (Object.keys(problemsOf(draft)).length > 0) return null
  const { args } = parseCommand(draft.command)
  return {
    args: args === null || args.length === 0 ? null : args,
    user: draft.user.trim() || null,
    group: draft.group.trim() || null,
    additionalGroups: words(draft.additionalGroups),
    cwd: draft.cwd === '' ? null : draft.cwd,
    env: lines(draft.env),
    capabilities: capabilitiesOf(draft),
    tty: draft.tty,
    persistent: draft.persistent,
    input: inputOf(draft),
  }
}

/** What was run before, to be changed and run again. */
export function draftOf(request: ProcessRequest): Draft {
  const { args, user, group, additionalGroups, cwd, env, capabilities, tty, persistent, input } = request
  return {
    command: args === null ? '' : commandText(args),
    user: user ?? '',
    group: group ?? '',
    additionalGroups: additionalGroups.join(' '),
    cwd: cwd ?? '',
    env: env.join('\n'),
    capabilities: capabilities === null ? 'own' : capabilities.length === 0 ? 'none' : 'these',
    capabilityNames: (capabilities ?? []).map((name) => name.replace(/^CAP_/, '')).join(' '),
    tty,
    persistent,
    input: input.from,
    inputPath: input.from === 'file' ? input.path : '',
  }
}

/** Which field an engine's complaint is about; its `detail.path` says so. */
export function fieldOfPath(path: string | undefined): DraftField | null {
  const name = path?.replace(/^request\./, '').split('.') ?? []
  if (name[0] === 'input') return 'inputPath'
  if (name[0] === 'args') return 'command'
  const field = name[0]
  return field !== undefined && field in emptyDraft ? (field as DraftField) : null
}

function capabilitiesOf({ capabilities, capabilityNames }: Draft): string[] | null {
  if (capabilities === 'own') return null
  if (capabilities === 'none') return []
  return words(capabilityNames).map((name) => `CAP_${name.toUpperCase().replace(/^CAP_/, '')}`)
}

function inputOf({ tty, input, inputPath }: Draft): ProcessRequest['input'] {
  if (tty) return { from: 'none' }
  return input === 'file' ? { from: 'file', path: inputPath } : { from: input }
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
