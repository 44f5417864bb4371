// The distribution's package manager: which it is, whether we may use it, and how it installs.
// Debian and Ubuntu are exercised; Fedora's and Arch's are named and used when found.
import { run, findProgram } from '../common/process.mjs'

/** @typedef {import('./needs.mjs').Manager} Manager */
/** @typedef {import('./needs.mjs').Need} Need */

/** Another apt may be at work (unattended upgrades): wait for it this long. */
const aptLockSeconds = 120

const aptOptions = ['-o', `DPkg::Lock::Timeout=${aptLockSeconds}`, '-o', 'Dpkg::Use-Pty=0', '-q']

/**
 * @typedef {object} Installer
 * @property {Manager} manager
 * @property {string} label the command that people know
 * @property {(packages: readonly string[]) => string[]} install
 * @property {string[] | undefined} refresh brings the lists up to date, for a manager that does not do so itself
 */

/** @type {readonly Installer[]} */
const installers = [
  {
    manager: 'apt',
    label: 'apt-get',
    // --no-remove: nothing that the user has is taken away for what we want.
    install: (packages) => [
      'apt-get',
      'install',
      '-y',
      '--no-install-recommends',
      '--no-remove',
      ...aptOptions,
      ...packages,
    ],
    refresh: ['apt-get', 'update', ...aptOptions],
  },
  {
    manager: 'dnf',
    label: 'dnf',
    install: (packages) => ['dnf', 'install', '-y', '-q', ...packages],
    refresh: undefined,
  },
  {
    manager: 'pacman',
    label: 'pacman',
    install: (packages) => ['pacman', '-S', '--needed', '--noconfirm', ...packages],
    refresh: undefined, // -Sy without a full upgrade can break an Arch system: that is the user's own decision
  },
]

/** The package manager of this machine, if it is one that we know. */
export function findInstaller() {
  return installers.find((installer) => findProgram(installer.label) !== undefined)
}

/**
 * How to become root: not at all when we are, through sudo where that works.
 * @returns {Promise<{ prefix: string[], asks: boolean } | undefined>} asks: sudo wants a password on the terminal
 */
export async function findElevation() {
  if (process.getuid?.() === 0) return { prefix: [], asks: false }
  const sudo = findProgram('sudo')
  if (!sudo) return undefined
  if ((await run(sudo, ['-n', 'true'], { timeoutMs: 5000 })).ok) return { prefix: [sudo, '-n'], asks: false }
  const hasTerminal = process.stdin.isTTY && process.stdout.isTTY && !process.env.CI
  return hasTerminal ? { prefix: [sudo], asks: true } : undefined
}

/**
 * The packages that bring what is missing, by the names this distribution uses.
 * @param {Installer} installer
 * @param {readonly Need[]} missing
 * @returns {Promise<{ packages: string[], unknown: Need[] }>} unknown: needs that no known package brings
 */
export async function choosePackages(installer, missing) {
  const wanted = missing.map((need) => ({ need, groups: need.packages[installer.manager] }))
  const names = wanted.flatMap(({ groups }) => groups.flat())
  const available = installer.manager === 'apt' ? await knownToApt(names) : new Set(names)
  /** @type {{ packages: string[], unknown: Need[] }} */
  const choice = { packages: [], unknown: [] }
  for (const { need, groups } of wanted) {
    const chosen = groups.map((alternatives) => alternatives.find((name) => available.has(name)))
    if (chosen.includes(undefined)) choice.unknown.push(need)
    else choice.packages.push(...chosen.filter((name) => name !== undefined))
  }
  choice.packages = [...new Set(choice.packages)]
  return choice
}

/**
 * Which of these are real packages (not mere names that others provide) in apt's lists.
 * @param {readonly string[]} names
 */
async function knownToApt(names) {
  const result = await run('apt-cache', ['show', '--no-all-versions', ...names])
  return new Set([...result.stdout.matchAll(/^Package: (\S+)$/gm)].map((match) => match[1] ?? ''))
}
