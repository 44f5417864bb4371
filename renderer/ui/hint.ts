// Hints: what a control says on hover or focus. The attributes cost a row nothing; one layer for the whole window
// (HintLayer.tsx) reads them and draws.

export interface Hint {
  /** The sentence; for icon buttons their name. */
  hint?: string | null | undefined
  /** The key that does the same, as `shownKeys` writes it. */
  keys?: string | undefined
}

/** The attributes that HintLayer looks for. */
export function hintAttributes({ hint, keys }: Hint): Record<string, string> {
  return { ...(hint ? { 'data-hint': hint } : {}), ...(keys ? { 'data-hint-keys': keys } : {}) }
}
