// What the program tells of itself: its version, its features, and the config.json that it would begin with.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RuntimeContext } from './context.ts'
import { RuncError } from './errors.ts'
import { parseVersion } from './tools.ts'
import type { CallOptions } from './types.ts'

export interface RuncVersion {
  /** `runc`, `crun` …, as it calls itself. */
  name: string
  version: string
  commit: string | null
  /** Version of the OCI runtime specification. */
  spec: string | null
  go: string | null
  libseccomp: string | null
}

/** As `runc features` prints it (OCI runtime specification, “features structure”); what is not named here is kept too. */
export interface RuncFeatures {
  ociVersionMin?: string
  ociVersionMax?: string
  hooks?: string[]
  mountOptions?: string[]
  linux?: {
    namespaces?: string[]
    capabilities?: string[]
    cgroup?: { v1?: boolean; v2?: boolean; systemd?: boolean; systemdUser?: boolean; rdma?: boolean }
    seccomp?: Record<string, unknown>
    apparmor?: { enabled?: boolean }
    selinux?: { enabled?: boolean }
    [name: string]: unknown
  }
  annotations: Record<string, string>
  potentiallyUnsafeConfigAnnotations?: string[]
  [name: string]: unknown
}

export interface SpecOptions extends CallOptions {
  /** For an ordinary user: a user namespace, and no cgroup. */
  rootless?: boolean
  /** Leave inheritable and ambient capabilities as the program writes them. Default false: both are taken out, since
   *  a process that is not root could regain them by executing a file (CVE-2022-29162). */
  keepInheritable?: boolean
}

export async function askVersion(context: RuntimeContext, options: CallOptions): Promise<RuncVersion> {
  const text = await context.cli.ask('--version', [], options)
  return parseVersionText(text)
}

/** Exported for its tests. `runc version 1.1.5`, then `commit: …`, `spec: …`, `go: …`, `libseccomp: …`. */
export function parseVersionText(text: string): RuncVersion {
  const value = (key: string): string | null =>
    new RegExp(`^${key}:[ \\t]*(\\S+)`, 'm').exec(text)?.[1] ?? null
  return {
    name: /^(\S+)/.exec(text)?.[1] ?? 'unknown',
    version: parseVersion(text) ?? 'unknown',
    commit: value('commit'),
    spec: value('spec'),
    go: value('go'),
    libseccomp: value('libseccomp'),
  }
}

export async function askFeatures(context: RuntimeContext, options: CallOptions): Promise<RuncFeatures> {
  context.capabilities().need('features')
  return parseFeatures(await context.cli.ask('features', [], options))
}

/** Exported for its tests. runc 1.3 and 1.4 end the version's annotation with a line break. */
export function parseFeatures(text: string): RuncFeatures {
  const value = parseObject(text, 'features')
  const annotations: Record<string, string> = {}
  for (const [name, annotation] of Object.entries(
    isObject(value['annotations']) ? value['annotations'] : {},
  )) {
    if (typeof annotation === 'string') annotations[name] = annotation.trim()
  }
  return { ...value, annotations }
}

/** In a directory of its own, removed afterwards. */
export async function askSpec(
  context: RuntimeContext,
  options: SpecOptions,
): Promise<Record<string, unknown>> {
  const directory = mkdtempSync(join(context.layout.operationsDirectory, 'spec-'))
  try {
    const flags = ['--bundle', directory, ...(options.rootless ? ['--rootless'] : [])]
    await context.cli.ask('spec', flags, options)
    const config = parseObject(readFileSync(join(directory, 'config.json'), 'utf8'), 'spec')
    if (!options.keepInheritable) dropInheritable(config)
    return config
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function dropInheritable(config: Record<string, unknown>): void {
  const { process } = config
  if (!isObject(process) || !isObject(process['capabilities'])) return
  // Ambient ones exist only where they are inheritable too.
  delete process['capabilities']['inheritable']
  delete process['capabilities']['ambient']
}

function parseObject(text: string, verb: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new RuncError('RuncFailed', `What the program says for “${verb}” is not understood.`, {
    output: text,
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
