// A name for the next checkpoint.

/** The first of `checkpoint-1`, `checkpoint-2` … that is not taken. */
export function freeName(taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`checkpoint-${number}`)) number += 1
  return `checkpoint-${number}`
}
