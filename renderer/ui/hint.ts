// Hints: what a control says on hover or focus. The attributes cost a row nothing; one layer for the whole window
// (HintLayer.tsx) reads them and draws.

export interface Hint {
  /** The sentence; for icon buttons their name. */
  hint?: string | null | undefined
  /** The key that does the same, as `shownKeys` writes it. */
  keys?: string | undefined
  /** Says nothing where its element has room for all that it shows. */
  isOnlyWhenCut?: boolean
}

/** The attributes that HintLayer looks for. */
export function hintAttributes({ hint, keys, isOnlyWhenCut = false }: Hint): Record<string, string> {
  return {
    ...(hint ? { 'data-hint': hint } : {}),
    ...(hint && isOnlyWhenCut ? { 'data-hint-when-cut': '' } : {}),
    ...(keys ? { 'data-hint-keys': keys } : {}),
  }
}
