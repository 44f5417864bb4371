// A config.json as it is shown. It may come from anywhere: each field is taken if it is what it should be and passed over
// if not, and what is too long is cut.
import type { ConfigView } from '../../../src-shared/config-contract.ts'

const most = { entries: 2000, characters: 4096 } as const
const hookStages = [
  'prestart',
  'createRuntime',
  'createContainer',
  'startContainer',
  'poststart',
  'poststop',
] as const

type Fields = Record<string, unknown>

/** Null when it is not even an object. */
export function viewSpec(value: unknown): ConfigView | null {
  if (!isFields(value)) return null
  const [process, root, linux, hooks] = ['process', 'root', 'linux', 'hooks'].map((name) =>
    fields(value[name]),
  )
  const resources = fields(linux?.['resources'])
  return {
    ociVersion: text(value['ociVersion']),
    hostname: textOrNull(value['hostname']),
    process: process ? viewProcess(process) : null,
    root: root ? { path: text(root['path']), readonly: root['readonly'] === true } : null,
    mounts: list(value['mounts'], (mount) => ({
      destination: text(mount['destination']),
      type: text(mount['type']),
      source: text(mount['source']),
      options: texts(mount['options']),
    })),
    namespaces: list(linux?.['namespaces'], (one) => ({
      type: text(one['type']),
      path: textOrNull(one['path']),
    })),
    cgroupsPath: textOrNull(linux?.['cgroupsPath']),
    seccomp: viewSeccomp(fields(linux?.['seccomp'])),
    devices: list(linux?.['devices'], (device) => ({
      path: text(device['path']),
      type: text(device['type']),
      number: numbersOf(device),
      mode: typeof device['fileMode'] === 'number' ? device['fileMode'].toString(8).padStart(4, '0') : null,
      owner: `${number(device['uid']) ?? 0}:${number(device['gid']) ?? 0}`,
    })),
    deviceRules: list(resources?.['devices'], (rule) => ({
      isAllowed: rule['allow'] === true,
      device: `${textOrNull(rule['type']) ?? 'a'} ${numbersOf(rule)}`,
      access: text(rule['access']),
    })),
    hooks: hookStages.flatMap((stage) =>
      list(hooks?.[stage], (hook) => ({ stage, path: text(hook['path']), args: texts(hook['args']) })),
    ),
    annotations: pairs(value['annotations']),
    sysctls: pairs(linux?.['sysctl']),
    maskedPaths: texts(linux?.['maskedPaths']),
    readonlyPaths: texts(linux?.['readonlyPaths']),
  }
}

function viewProcess(process: Fields): NonNullable<ConfigView['process']> {
  const user = fields(process['user'])
  const sets = fields(process['capabilities'])
  const additional = user?.['additionalGids']
  const groups =
    Array.isArray(additional) && additional.length > 0
      ? ` and groups ${additional.map(figure).join(', ')}`
      : ''
  return {
    args: texts(process['args']),
    env: texts(process['env']),
    cwd: textOrNull(process['cwd']) ?? '/',
    user: cut(`${number(user?.['uid']) ?? 0}:${number(user?.['gid']) ?? 0}${groups}`),
    terminal: process['terminal'] === true,
    noNewPrivileges: process['noNewPrivileges'] === true,
    apparmorProfile: textOrNull(process['apparmorProfile']),
    selinuxLabel: textOrNull(process['selinuxLabel']),
    oomScoreAdj: number(process['oomScoreAdj']),
    capabilities: sets && {
      bounding: texts(sets['bounding']),
      permitted: texts(sets['permitted']),
      effective: texts(sets['effective']),
      inheritable: texts(sets['inheritable']),
      ambient: texts(sets['ambient']),
    },
    rlimits: list(process['rlimits'], (limit) => ({
      type: text(limit['type']),
      soft: figure(limit['soft']),
      hard: figure(limit['hard']),
    })),
  }
}

function viewSeccomp(seccomp: Fields | null): ConfigView['seccomp'] {
  if (seccomp === null) return null
  return {
    defaultAction: text(seccomp['defaultAction']),
    defaultErrno: number(seccomp['defaultErrnoRet']),
    architectures: texts(seccomp['architectures']),
    flags: texts(seccomp['flags']),
    rules: list(seccomp['syscalls'], (rule) => ({
      names: texts(rule['names']),
      action: text(rule['action']),
      errno: number(rule['errnoRet']),
      args: list(rule['args'], (arg) => ({
        index: number(arg['index']) ?? 0,
        value: figure(arg['value']),
        valueTwo: figure(arg['valueTwo'] ?? 0),
        op: text(arg['op']),
      })),
    })),
  }
}

function numbersOf(device: Fields): string {
  return `${number(device['major']) ?? '*'}:${number(device['minor']) ?? '*'}`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fields(value: unknown): Fields | null {
  return isFields(value) ? value : null
}

function list<Item>(value: unknown, read: (entry: Fields) => Item): Item[] {
  return Array.isArray(value) ? value.slice(0, most.entries).filter(isFields).map(read) : []
}

function pairs(value: unknown): { name: string; value: string }[] {
  return Object.entries(fields(value) ?? {})
    .slice(0, most.entries)
    .map(([name, one]) => ({ name: cut(name), value: typeof one === 'string' ? cut(one) : figure(one) }))
}

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value
        .slice(0, most.entries)
        .map(text)
        .filter((one) => one !== '')
    : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? cut(value) : ''
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? cut(value) : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** RLIM_INFINITY lost its last digits when it was parsed. */
function figure(value: unknown): string {
  if (typeof value !== 'number') return '–'
  return value >= 2 ** 63 ? 'unlimited' : String(value)
}

function cut(value: string): string {
  return value.length > most.characters ? `${value.slice(0, most.characters)}…` : value
}
