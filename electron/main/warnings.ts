// Sentences that the user has to read once: what a broken file or a crash made us do.

export interface Warnings {
  add: (sentence: string) => void
  /** All that nobody has taken yet. */
  take: () => string[]
}

export function createWarnings(): Warnings {
  let sentences: string[] = []
  return {
    add(sentence) {
      sentences.push(sentence)
    },
    take() {
      const taken = sentences
      sentences = []
      return taken
    },
  }
}
