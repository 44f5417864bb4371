// What survives a reload of the page: small values in the session storage, read defensively.

export function readKept(key: string): unknown {
  try {
    const text = sessionStorage.getItem(key)
    return text === null ? null : JSON.parse(text)
  } catch {
    // Broken or forbidden storage costs the memory of where one was, nothing else.
    return null
  }
}

export function keep(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // As above: a full storage must not stop the work.
  }
}

/** The fields of a kept object; none when it is not one. */
export function keptFields(key: string): Record<string, unknown> {
  const value = readKept(key)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
