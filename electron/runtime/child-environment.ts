// The environment of every program that we start: little, and nothing that would leak into a container.

/** Where system programs lie that an ordinary user's PATH leaves out. */
const systemDirectories = [
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
] as const

/** What runc, conmon, criu and their hooks may need from ours. Not NOTIFY_SOCKET and LISTEN_*: runc passes them on. */
const kept = ['HOME', 'USER', 'LOGNAME', 'TMPDIR', 'DBUS_SESSION_BUS_ADDRESS'] as const

/** Directories in which programs are looked for, in order, each once. */
export function searchDirectories(searchPath: string | undefined): string[] {
  const named = (searchPath ?? process.env['PATH'] ?? '').split(':')
  const extra = searchPath === undefined ? systemDirectories : []
  return [...new Set([...named, ...extra])].filter((directory) => directory.startsWith('/'))
}

export function childEnvironment(directories: readonly string[]): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: [...new Set([...directories, ...systemDirectories])].join(':'),
    // Messages are matched, so they must not be translated.
    LC_ALL: 'C',
  }
  for (const [name, value] of Object.entries(process.env)) {
    if (value === undefined) continue
    if (kept.some((wanted) => wanted === name) || name.startsWith('XDG_')) environment[name] = value
  }
  return environment
}
