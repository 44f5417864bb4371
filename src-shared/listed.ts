// Names in a sentence: “a”, “b” and 3 more.

/** More are only counted. */
const most = 3

/** `count`: how many there are, where not all of the names are known. */
export function listed(names: readonly string[], count: number = names.length): string {
  const shown = count > most ? names.slice(0, most - 1) : names
  const parts = shown.map((name) => `“${name}”`)
  if (shown.length < count) parts.push(`${count - shown.length} more`)
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
