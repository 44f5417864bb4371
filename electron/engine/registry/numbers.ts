// Small numbers that stand for containers where many are told of at once. Never used twice in one engine's life.

export interface Numbers {
  of(key: string): number
  /** The container is gone; another one of its key gets another number. */
  forget(key: string): void
}

export function createNumbers(): Numbers {
  const numbers = new Map<string, number>()
  let last = 0
  return {
    of(key) {
      const known = numbers.get(key)
      if (known !== undefined) return known
      last += 1
      numbers.set(key, last)
      return last
    },
    forget(key) {
      numbers.delete(key)
    },
  }
}
