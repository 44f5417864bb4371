// The programs that we drive: which are on this machine, in which version, and how this distribution installs those
// that are missing.
import { constants, accessSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Tool } from '../../src-shared/model.ts'
import { childEnvironment } from './child-environment.ts'
import { runProgram } from './program.ts'

interface Wanted {
  name: string
  /** The program to look for, where it is not the name. */
  program?: string
  isRequired: boolean
  /** Arguments that make it tell its version; null when it has none to tell. */
  versionArguments: readonly string[] | null
  neededFor: string
  packages: { debian: string; fedora: string; arch: string }
}

const everywhere = (name: string): Wanted['packages'] => ({ debian: name, fedora: name, arch: name })

const wanted: readonly Wanted[] = [
  {
    name: 'runc',
    isRequired: true,
    versionArguments: ['--version'],
    neededFor: 'Everything: it makes and runs the containers.',
    packages: everywhere('runc'),
  },
  {
    name: 'conmon',
    isRequired: true,
    versionArguments: ['--version'],
    neededFor: 'Creating containers: it keeps their output and exit code.',
    packages: everywhere('conmon'),
  },
  {
    name: 'socat',
    isRequired: true,
    versionArguments: ['-V'],
    neededFor: 'Typing into a container’s own terminal.',
    packages: everywhere('socat'),
  },
  {
    name: 'criu',
    isRequired: false,
    versionArguments: ['--version'],
    neededFor: 'Checkpoints: freezing a container to disk and bringing it back.',
    packages: everywhere('criu'),
  },
  {
    name: 'umoci',
    isRequired: false,
    versionArguments: ['--version'],
    neededFor: 'Unpacking images into bundles.',
    packages: everywhere('umoci'),
  },
  {
    name: 'skopeo',
    isRequired: false,
    versionArguments: ['--version'],
    neededFor: 'Copying images from archives and registries.',
    packages: everywhere('skopeo'),
  },
  {
    name: 'uidmap',
    program: 'newuidmap',
    isRequired: false,
    versionArguments: null,
    neededFor: 'Containers of an ordinary user with more than one user inside.',
    packages: { debian: 'uidmap', fedora: 'shadow-utils', arch: 'shadow' },
  },
]

/** Asking for a version takes milliseconds; a program that does not answer is no better than one without a version. */
const versionTimeoutMs = 5000

export interface FoundTool extends Tool {
  /** All that it said of its version. */
  versionText: string
}

/** Looks for every program; asks all of them for their version, or only those without which nothing works. */
export async function findTools(
  directories: readonly string[],
  asked: 'required' | 'all' = 'all',
  programs: { runc?: string | undefined; criu?: string | undefined } = {},
): Promise<FoundTool[]> {
  const install = installer(readOsRelease())
  return Promise.all(
    wanted.map(async (tool): Promise<FoundTool> => {
      const named = tool.name === 'runc' || tool.name === 'criu' ? programs[tool.name] : undefined
      const program = named ?? tool.program ?? tool.name
      const path = findProgram(program, directories)
      const isAsked = asked === 'all' || tool.isRequired
      const versionText =
        path && tool.versionArguments && isAsked ? await askVersion(path, tool, directories) : ''
      return {
        name: tool.name,
        required: tool.isRequired,
        path,
        version: parseVersion(versionText),
        neededFor: tool.neededFor,
        installCommand: install?.(tool.packages) ?? null,
        versionText,
      }
    }),
  )
}

/** The first executable file of that name, or of that absolute path; null when there is none. */
export function findProgram(name: string, directories: readonly string[]): string | null {
  for (const directory of isAbsolute(name) ? ['/'] : directories) {
    const path = join(directory, name)
    try {
      accessSync(path, constants.X_OK)
      if (statSync(path).isFile()) return path
    } catch {
      // Not here: the next directory.
    }
  }
  return null
}

/** The first thing in a program's words that looks like a version. */
export function parseVersion(text: string): string | null {
  return /(?:^|[\sv(])(\d+\.\d+(?:\.\d+)?(?:[-+~.][\w.+~-]+)?)/m.exec(text)?.[1] ?? null
}

/** `runc --version` has a line each for its commit and the specification's version. */
export function parseRuncVersion(text: string): { commit: string | null; spec: string | null } {
  return {
    commit: /^commit:\s*(\S+)/m.exec(text)?.[1] ?? null,
    spec: /^spec:\s*(\S+)/m.exec(text)?.[1] ?? null,
  }
}

/** How a distribution installs packages, from its os-release; null when it is none that we know. */
export function installer(osRelease: string): ((packages: Wanted['packages']) => string) | null {
  const value = (key: string): string => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? ''
  const families = `${value('ID')} ${value('ID_LIKE')}`.split(/\s+/)
  const isOne = (...names: string[]): boolean => names.some((name) => families.includes(name))
  if (isOne('debian', 'ubuntu')) return ({ debian }) => `sudo apt install ${debian}`
  if (isOne('fedora', 'rhel', 'centos')) return ({ fedora }) => `sudo dnf install ${fedora}`
  if (isOne('arch')) return ({ arch }) => `sudo pacman -S ${arch}`
  return null
}

async function askVersion(path: string, tool: Wanted, directories: readonly string[]): Promise<string> {
  const result = await runProgram({
    file: path,
    args: tool.versionArguments ?? [],
    environment: childEnvironment(directories),
    timeoutMs: versionTimeoutMs,
    gatherOutput: true,
  })
  return result.output
}

function readOsRelease(): string {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      // The second place, or no such file at all: then there is no advice to give.
    }
  }
  return ''
}
