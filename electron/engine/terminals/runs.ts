// Stretches of a byte stream that have something in common, such as the output that they are of.

export interface Runs<Value> {
  /** From `position` on it is `value`. Positions only grow. */
  note(position: number, value: Value): void
  /** What holds at a position, and up to where. */
  at(position: number): { value: Value | undefined; until: number }
  forgetBefore(position: number): void
}

export function createRuns<Value>(): Runs<Value> {
  let runs: { from: number; value: Value }[] = []

  /** Index of the run that holds a position, found by halving: outputs may take turns at every byte. */
  function indexAt(position: number): number {
    let low = 0
    let high = runs.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((runs[middle]?.from ?? Infinity) <= position) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  return {
    note(position, value) {
      // Nothing lies between the two.
      if (runs.at(-1)?.from === position) runs.pop()
      if (runs.at(-1)?.value !== value) runs.push({ from: position, value })
    },
    at(position) {
      const index = indexAt(position)
      return { value: runs[index]?.value, until: runs[index + 1]?.from ?? Infinity }
    },
    forgetBefore(position) {
      const index = indexAt(position)
      if (index > 0) runs = runs.slice(index)
    },
  }
}
