// What can be searched for. Apart from the search itself, which comes with xterm.

/** Marks cost an element each; whoever has more matches looks for something else. */
export const mostMatches = 1000

/** Why a pattern cannot be searched for; null when it can. */
export function patternProblem(pattern: string): string | null {
  try {
    return new RegExp(pattern).test('') ? 'Matches everything' : null
  } catch {
    return 'Not a pattern'
  }
}
