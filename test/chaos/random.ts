// Chance that can be repeated: the same seed and stream give the same numbers.

export interface Random {
  /** From 0 up to, and without, 1. */
  fraction(): number
  /** From 0 up to, and without, the limit. */
  below(limit: number): number
  chance(probability: number): boolean
  /** Throws for an empty list. */
  pick<Item>(items: readonly Item[]): Item
  /** One of the names, each as likely as its weight. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name
}

/** A stream per round, so that how long one round took changes nothing in the choices of the next. */
export function createRandom(seed: number, stream: number): Random {
  let state = BigInt(seed) * 0x1_0000_0000n + BigInt(stream)
  const mask = (1n << 64n) - 1n
  const fraction = (): number => {
    // Knuth's linear congruential generator (MMIX); its upper bits are the good ones.
    state = (state * 6364136223846793005n + 1442695040888963407n) & mask
    return Number(state >> 33n) / 2 ** 31
  }
  // Neighbouring seeds begin alike.
  for (let step = 0; step < 8; step += 1) fraction()
  const below = (limit: number): number => Math.floor(fraction() * limit)
  return {
    fraction,
    below,
    chance: (probability) => fraction() < probability,
    pick(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('There is nothing to pick from.')
      return item
    },
    weighted(weights) {
      const names = Object.keys(weights) as (keyof typeof weights)[]
      let left = fraction() * names.reduce((sum, name) => sum + weights[name], 0)
      for (const name of names) {
        left -= weights[name]
        if (left < 0) return name
      }
      throw new Error('There is nothing to pick from.')
    },
  }
}
