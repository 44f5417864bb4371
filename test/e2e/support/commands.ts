// Programs that the tests run themselves, to their end and within a bounded time.
import { spawn } from 'node:child_process'
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const withinMs = 20_000

export interface CommandResult {
  code: number | null
  output: string
}

/**
 * Output goes to a file, not a pipe: what `runc run --detach` leaves behind holds its standard streams open, and a
 * pipe would never end.
 */
export function run(
  argv: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  const [program = '', ...args] = argv
  const folder = mkdtempSync(join(tmpdir(), 'e2e-command-'))
  const path = join(folder, 'output')
  const output = openSync(path, 'w')
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', output, output], timeout: withinMs })
    closeSync(output)
    const finish = (): string => {
      const text = readFileSync(path, 'utf8')
      rmSync(folder, { recursive: true })
      return text
    }
    child.once('error', (error) => {
      finish()
      reject(error)
    })
    child.once('exit', (code) => resolve({ code, output: finish() }))
  })
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
