// The user's bundle: read and checked before anything is made of it, each fault in one sentence. Nothing is ever
// written into it.
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import type { ContainerPlaces } from './layout.ts'
import { RuncError, systemCode } from './errors.ts'
import { editJson, findJsonFault } from './json-text.ts'

/** A config.json has some 10 KB, with a large seccomp profile 100; more than this is a mistake. */
const largestConfigBytes = 32 * 1024 * 1024

export interface Bundle {
  path: string
  text: string
  args: string[]
  /** Absolute. */
  rootfs: string
  terminal: boolean
  hostname: string | null
  /** As config.json has it; null when it leaves the choice to runc. */
  cgroupsPath: string | null
}

/** Reads a bundle directory's config.json and checks what runc would stumble over. Throws BundleInvalid. */
export async function readBundle(directory: string): Promise<Bundle> {
  if (!isAbsolute(directory)) throw invalid(`The bundle has to be an absolute path; “${directory}” is not.`)
  const path = resolve(directory)
  const text = await readConfig(path)
  const config = parseConfig(path, text)
  const { process, root, linux, hostname } = config
  if (!isObject(process)) throw invalid(`${path}/config.json has no “process”.`)
  const { args, terminal } = process
  if (!Array.isArray(args) || args.length === 0 || !args.every((argument) => typeof argument === 'string')) {
    throw invalid(`${path}/config.json names no program: “process.args” must be a list of strings.`)
  }
  if (!isObject(root) || typeof root['path'] !== 'string' || root['path'] === '') {
    throw invalid(`${path}/config.json names no root file system: “root.path” is missing.`)
  }
  const rootfs = resolve(path, root['path'])
  const rootfsStat = await stat(rootfs).catch((error: unknown) => {
    throw invalid(`The root file system ${rootfs} ${reasonOf(error)}.`, error)
  })
  if (!rootfsStat.isDirectory()) throw invalid(`The root file system ${rootfs} is not a directory.`)
  const cgroupsPath = isObject(linux) ? linux['cgroupsPath'] : null
  return {
    path,
    text,
    args,
    rootfs,
    terminal: terminal === true,
    hostname: typeof hostname === 'string' ? hostname : null,
    cgroupsPath: typeof cgroupsPath === 'string' && cgroupsPath !== '' ? cgroupsPath : null,
  }
}

/**
 * The config.json that runc is given: the user's, with paths made absolute (it lies elsewhere), the terminal as asked and
 * a cgroup of its own. Everything else, large numbers included, stays as it is.
 */
export function deriveConfig(
  bundle: Bundle,
  wanted: { terminal: boolean; cgroupsPath: string | null },
): string {
  return editJson(bundle.text, (value) => {
    const config = value as Record<string, unknown>
    const mounts = Array.isArray(config['mounts']) ? config['mounts'] : null
    const linux = isObject(config['linux']) ? config['linux'] : {}
    const namespaces = Array.isArray(linux['namespaces']) ? linux['namespaces'] : null
    return {
      ...config,
      root: { ...(config['root'] as object), path: bundle.rootfs },
      process: { ...(config['process'] as object), terminal: wanted.terminal },
      ...(mounts
        ? { mounts: mounts.map((mount) => withAbsolute(mount, 'source', bundle.path, isBind)) }
        : {}),
      linux: {
        ...linux,
        ...(namespaces
          ? { namespaces: namespaces.map((entry) => withAbsolute(entry, 'path', bundle.path, () => true)) }
          : {}),
        ...(wanted.cgroupsPath === null ? {} : { cgroupsPath: wanted.cgroupsPath }),
      },
    }
  })
}

/** The config.json that a container runs with, as a value; large numbers lose their last digits here. */
export async function readRunConfig(directory: string): Promise<unknown> {
  return parseConfig(directory, await readConfig(directory))
}

export function configOf(places: ContainerPlaces, state: { isSupervised: boolean; bundle: string }): string {
  return state.isSupervised ? places.bundle : state.bundle
}

async function readConfig(path: string): Promise<string> {
  const file = join(path, 'config.json')
  const directoryStat = await stat(path).catch((error: unknown) => {
    throw invalid(`The bundle ${path} ${reasonOf(error)}.`, error)
  })
  if (!directoryStat.isDirectory()) throw invalid(`The bundle ${path} is not a directory.`)
  const fileStat = await stat(file).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT')
      throw invalid(`${path} is not a bundle: it has no config.json.`, error)
    throw invalid(`${file} ${reasonOf(error)}.`, error)
  })
  if (!fileStat.isFile()) throw invalid(`${file} is not a file.`)
  if (fileStat.size > largestConfigBytes) {
    const found = Math.ceil(fileStat.size / 1024 / 1024)
    throw invalid(`${file} has ${found} MB; at most ${largestConfigBytes / 1024 / 1024} MB are read.`)
  }
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid(`${file} ${reasonOf(error)}.`, error)
  })
}

function parseConfig(path: string, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const { line, column } = findJsonFault(text)
    throw invalid(`${path}/config.json is not valid JSON: line ${line}, column ${column}.`, error)
  }
  if (!isObject(value)) throw invalid(`${path}/config.json is not a JSON object.`)
  return value
}

/** runc takes relative paths as relative to its bundle, which is another one now. */
function withAbsolute(
  entry: unknown,
  property: string,
  base: string,
  applies: (entry: Record<string, unknown>) => boolean,
): unknown {
  if (!isObject(entry) || !applies(entry)) return entry
  const path = entry[property]
  if (typeof path !== 'string' || path === '' || isAbsolute(path)) return entry
  return { ...entry, [property]: resolve(base, path) }
}

function isBind(mount: Record<string, unknown>): boolean {
  const options: unknown[] = Array.isArray(mount['options']) ? mount['options'] : []
  return mount['type'] === 'bind' || options.includes('bind') || options.includes('rbind')
}

function reasonOf(error: unknown): string {
  const code = systemCode(error)
  if (code === 'ENOENT') return 'does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read: permission denied'
  if (code === 'ENOTDIR') return 'does not exist: a part of its path is a file'
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`
}

function invalid(message: string, cause?: unknown): RuncError {
  return new RuncError('BundleInvalid', message, cause === undefined ? {} : { cause })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
