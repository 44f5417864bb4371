// What the build says to people: one line a thing on the terminal, and one way to give up.

/** A failure whose message is all that the user needs: printed without a stack. */
export class BuildError extends Error {
  /** @override */
  name = 'BuildError'
}

/**
 * What is going on. On stderr, so that stdout is a command's result alone.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * A command's result.
 * @param {string} line
 */
export function print(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs a command's main function: its number is the exit code, a BuildError is one sentence, anything else is a bug
 * and keeps its stack.
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    say(error instanceof BuildError ? error.message : String(error instanceof Error ? error.stack : error))
    process.exitCode = 1
  }
}

/** @param {number} milliseconds */
export function formatDuration(milliseconds) {
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
