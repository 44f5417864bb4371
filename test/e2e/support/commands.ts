// Programs that the tests run themselves, to their end and within a bounded time.
import { runToFile, type ProgramResult } from '../../fixtures/machine/run-to-file.ts'

const timeoutMs = 20_000

/** To its end, whatever that is. */
export function run(
  argv: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<ProgramResult> {
  return runToFile(argv, { ...options, timeoutMs })
}

/** The same, for what has to succeed. */
export async function must(
  argv: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const { code, output } = await run(argv, options)
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}:\n${output}`)
  return output
}
