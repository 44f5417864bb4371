// The order in which sorted processes stand. It is taken anew with every reading, but never while somebody aims at one of
// them, with the pointer or with the keyboard: what is there then keeps its order, and what comes stands below it.
import type { ProcessLine } from './tree.ts'

/** After a move of the pointer or of the cursor: who aims presses within that, and a hand that rests aims at nothing. */
const aimMs = 4000

export class ShownOrder {
  #ids: readonly string[] = []
  #of = ''
  #aimedAt = Number.NEGATIVE_INFINITY

  aim(): void {
    this.#aimedAt = performance.now()
  }

  /** `of` tells what they are sorted and chosen by; where that changes, nothing is held. `isKnown`: the figures are there. */
  arrange(lines: readonly ProcessLine[], of: string, isKnown: boolean): readonly ProcessLine[] {
    const isAimedAt = performance.now() - this.#aimedAt < aimMs
    const shown = of === this.#of && (isAimedAt || !isKnown) ? inOrder(lines, this.#ids) : lines
    this.#ids = shown.map(({ id }) => id)
    this.#of = of
    return shown
  }
}

function inOrder(lines: readonly ProcessLine[], ids: readonly string[]): ProcessLine[] {
  const places = new Map(ids.map((id, index) => [id, index]))
  const placeOf = ({ id }: ProcessLine): number => places.get(id) ?? ids.length
  return lines.toSorted((one, other) => placeOf(one) - placeOf(other))
}
