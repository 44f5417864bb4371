// What the found program can do: one table of verbs and flags with the runc versions that have them. A program that is
// not runc (crun, youki), or whose version is not understood, is asked by its own help texts instead.
import { RuncError } from './errors.ts'
import { runProgram } from './program.ts'
import type { ProgramResult } from './program.ts'

interface Rule {
  verb: string
  /** The flag as it is typed; absent where the rule is of the verb as a whole. */
  flag?: string
  /** The first runc that has it. */
  since?: Version
  /** The first runc that has it no more, or does by itself what it asks for. */
  until?: Version
  /** It is said in no help text: programs that are not runc are not trusted with it. */
  isHidden?: true
}

type Version = readonly [major: number, minor: number]

/** From runc's own changes, 1.0 to 1.5. A flag that every one of them has needs no row. */
const table = {
  // Verbs that other runtimes may lack.
  checkpoint: { verb: 'checkpoint' },
  restore: { verb: 'restore' },
  events: { verb: 'events' },
  features: { verb: 'features', since: [1, 1] },
  pause: { verb: 'pause' },
  resume: { verb: 'resume' },
  ps: { verb: 'ps' },
  spec: { verb: 'spec' },
  update: { verb: 'update' },
  // Flags and fields that came, or went.
  'run --keep': { verb: 'run', flag: '--keep', since: [1, 1] },
  'exec --cgroup': { verb: 'exec', flag: '--cgroup', since: [1, 1] },
  'exec --ignore-paused': { verb: 'exec', flag: '--ignore-paused', since: [1, 1] },
  'restore --lsm-mount-context': { verb: 'restore', flag: '--lsm-mount-context', since: [1, 1] },
  'create: refuses a cgroup in use': { verb: 'create', since: [1, 2], isHidden: true },
  'create --no-pivot': { verb: 'create', flag: '--no-pivot' },
  'create --no-new-keyring': { verb: 'create', flag: '--no-new-keyring' },
  'exec --preserve-fds': { verb: 'exec', flag: '--preserve-fds' },
  'exec --pidfd-socket': { verb: 'exec', flag: '--pidfd-socket', since: [1, 2] },
  'kill --all': { verb: 'kill', flag: '--all', until: [1, 2] },
  'update memory.checkBeforeUpdate': { verb: 'update', since: [1, 2], isHidden: true },
  'update cpu.burst': { verb: 'update', flag: '--cpu-burst', since: [1, 2] },
  'update cpu.idle': { verb: 'update', flag: '--cpu-idle', since: [1, 2] },
  'update --l3-cache-schema': { verb: 'update', flag: '--l3-cache-schema' },
  'update --mem-bw-schema': { verb: 'update', flag: '--mem-bw-schema' },
  'checkpoint --manage-cgroups-mode=ignore': { verb: 'checkpoint', since: [1, 2], isHidden: true },
  'checkpoint --tcp-skip-in-flight': { verb: 'checkpoint', flag: '--tcp-skip-in-flight', since: [1, 3] },
  'checkpoint --link-remap': { verb: 'checkpoint', flag: '--link-remap', since: [1, 3] },
  '--systemd-cgroup': { verb: '', flag: '--systemd-cgroup' },
  // From 1.2 on it is ignored with a warning, from 1.4 on unknown: only PATH counts.
  '--criu': { verb: '', flag: '--criu', until: [1, 2] },
} as const satisfies Record<string, Rule>

export type Ability = keyof typeof table

export interface Capabilities {
  has: (ability: Ability) => boolean
  /** Throws NotSupported with one sentence. */
  need: (ability: Ability) => void
}

/** Help texts by verb; `''` is the program's own. */
export type HelpTexts = ReadonlyMap<string, string>

export interface ProgramFacts {
  /** `runc`, or what another calls itself. */
  name: string
  version: string | null
  /** Of programs that the table knows nothing of. */
  help?: HelpTexts | undefined
}

const abilities: Record<Ability, Rule> = table

export function capabilitiesOf(program: ProgramFacts): Capabilities {
  const version = parse(program.version)
  const isKnown = program.name === 'runc' && version !== null
  const has = (ability: Ability): boolean => {
    const rule = abilities[ability]
    if (!isKnown) return isInHelp(rule, program.help)
    return !isBefore(version, rule.since) && (rule.until === undefined || isBefore(version, rule.until))
  }
  return {
    has,
    need: (ability) => {
      if (!has(ability)) throw new RuncError('NotSupported', sentence(program, ability, isKnown))
    },
  }
}

function sentence(program: ProgramFacts, ability: Ability, isKnown: boolean): string {
  const rule = abilities[ability]
  const what = rule.flag === undefined && !rule.isHidden ? `the command “${rule.verb}”` : `“${ability}”`
  const found = `${program.name} ${program.version ?? 'of an unknown version'}`
  if (!isKnown) return `${found} does not have ${what}.`
  return rule.since && isBefore(parse(program.version) ?? [0, 0], rule.since)
    ? `${found} does not have ${what}: runc has it since ${rule.since.join('.')}.`
    : `${found} no longer has ${what}.`
}

/** What `--version` told, and the help texts of a program that the table knows nothing of. Null stands for no program. */
export async function findCapabilities(
  tool: { path: string | null; version: string | null; versionText: string } | undefined,
  environment: Record<string, string>,
): Promise<Capabilities> {
  if (!tool?.path) return capabilitiesOf({ name: 'runc', version: null })
  const { path, version, versionText } = tool
  const name = programName(versionText)
  const isKnown = name === 'runc' && parse(version) !== null
  return capabilitiesOf({ name, version, help: isKnown ? undefined : await askHelp(path, environment) })
}

/** The first word of its version text: `runc version 1.1.5`. */
export function programName(versionText: string): string {
  return /^([\w-]+)/.exec(versionText)?.[1] ?? 'unknown'
}

/** Asks for the help texts that the table needs, all at once: some ten calls of a few milliseconds. */
export async function askHelp(path: string, environment: Record<string, string>): Promise<HelpTexts> {
  const verbs = new Set(Object.values(abilities).map(({ verb }) => verb))
  const texts = await Promise.all(
    [...verbs].map(async (verb): Promise<[string, string]> => {
      const args = verb === '' ? ['--help'] : [verb, '--help']
      const result = await runProgram({
        file: path,
        args,
        environment,
        timeoutMs: helpTimeoutMs,
        gatherOutput: true,
      })
      return [verb, isAnswer(result) ? result.output : '']
    }),
  )
  return new Map(texts)
}

const helpTimeoutMs = 5000

/** An unknown verb is refused with a code; some print their general help then. */
function isAnswer(result: ProgramResult): boolean {
  return result.outcome === 'ended' && result.exitCode === 0
}

function isInHelp(rule: Rule, help: HelpTexts | undefined): boolean {
  if (!help || rule.isHidden) return false
  const text = help.get(rule.verb) ?? ''
  if (rule.flag !== undefined) return new RegExp(`(^|[\\s,])${rule.flag}\\b`, 'm').test(text)
  // Listed among the commands, as a word of its own at the beginning of a line.
  return text !== '' && new RegExp(`^\\s+${rule.verb}\\b`, 'm').test(help.get('') ?? '')
}

/** Major and minor; null when it is not a version. */
function parse(version: string | null): Version | null {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? []
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)]
}

function isBefore(version: Version, other: Version | undefined): boolean {
  if (!other) return false
  return version[0] < other[0] || (version[0] === other[0] && version[1] < other[1])
}
