// Names in a sentence: “a”, “b” and 3 more.

/** More are only counted. */
const most = 3

export function listed(names: readonly string[]): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names
  const parts = shown.map((name) => `“${name}”`)
  if (shown.length < names.length) parts.push(`${names.length - shown.length} more`)
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
