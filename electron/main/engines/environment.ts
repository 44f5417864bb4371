// What an engine inherits of our environment: what it needs to find programs, folders and the user's language, and
// nothing that would turn Node or a child into something else, nor anybody's secrets.

const names = [
  'PATH',
  'LANG',
  'LANGUAGE',
  'TERM',
  'HOME',
  'USER',
  'LOGNAME',
  'TZ',
  'DBUS_SESSION_BUS_ADDRESS',
] as const
const prefixes = ['LC_', 'XDG_', 'RUNC_DESKTOP_'] as const

export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && isWanted(name)) kept[name] = value
  }
  return kept
}

function isWanted(name: string): boolean {
  return names.some((wanted) => wanted === name) || prefixes.some((prefix) => name.startsWith(prefix))
}
