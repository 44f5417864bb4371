// The rule for container ids, checked as one types and again wherever an id comes in. No zod: the page uses it too.

/**
 * Longest id that we create. runc itself takes 1,024, but the id becomes a directory name (255 bytes at most) and
 * conmon writes the exit file `<id>.XXXXXX` first.
 */
export const longestId = 240

/** runc's rule (libcontainer's `idRegex`, without the comma that 1.1 let in and 1.2 refuses). */
const idPattern = /^[A-Za-z0-9_+.-]+$/

/** Says what is wrong with a container id, in one sentence; null when runc takes it and it is safe to pass on. */
export function idProblem(id: string): string | null {
  if (id === '') return 'An id is needed.'
  if (id.length > longestId) return `An id has at most ${longestId} characters; this one has ${id.length}.`
  if (id === '.' || id === '..') return 'An id cannot be “.” or “..”: it becomes a directory.'
  if (id.startsWith('-')) return 'An id cannot begin with “-”: runc would read it as an option.'
  if (idPattern.test(id)) return null
  const offender = Array.from(id).find((character) => !idPattern.test(character)) ?? ''
  const shown =
    offender.trim() === '' || /\p{C}/u.test(offender) ? 'spaces or control characters' : `“${offender}”`
  return `runc takes letters, digits and _ + - . only; no ${shown}.`
}
