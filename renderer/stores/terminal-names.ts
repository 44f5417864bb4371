// The names that the user gave to terminals, by session. Kept beyond the window, so that one in a window of its own and
// one that outlived the app have theirs; the windows of the app share them.
import { plainTitle } from './terminal-tabs.ts'

const storageKey = 'terminal-names'

/** Sessions come and go; the oldest names are forgotten. */
const mostNames = 200

type Names = [sessionId: string, name: string][]

function readNames(): Names {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(value) ? value.filter(isEntry) : []
  } catch {
    // Broken or forbidden storage costs the names, nothing else.
    return []
  }
}

function isEntry(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
}

export function nameOf(sessionId: string): string | null {
  const name = readNames().find(([id]) => id === sessionId)?.[1]
  return name === undefined ? null : plainTitle(name)
}

/** Null takes the name away. */
export function keepName(sessionId: string, name: string | null): void {
  const others = readNames().filter(([id]) => id !== sessionId)
  const names = name === null ? others : [...others, [sessionId, name]]
  try {
    localStorage.setItem(storageKey, JSON.stringify(names.slice(-mostNames)))
  } catch {
    // As above: a full storage must not stop the work.
  }
}

/** Calls when another window changed names. Returns how to stop. */
export function onNamesChange(listener: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === storageKey) listener()
  }
  window.addEventListener('storage', heard)
  return () => window.removeEventListener('storage', heard)
}
