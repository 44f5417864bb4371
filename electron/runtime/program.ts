// Runs one program to its end through execa: time limit, cancellation, output limit. Knows nothing of runc.
import type * as Execa from 'execa'

export interface ProgramRequest {
  file: string
  args: readonly string[]
  environment: Record<string, string>
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** Gather standard output; else it goes nowhere, so that nothing inside a container can hold a pipe of ours. */
  gatherOutput?: boolean
  /** Open file for standard error. */
  errorDescriptor?: number
}

export interface ProgramResult {
  /** `ended` says nothing of success: see exitCode. `missing`: it could not be run at all, for `cause`. */
  outcome: 'ended' | 'timeout' | 'cancelled' | 'missing' | 'overflow'
  exitCode: number | null
  signal: string | null
  output: string
  cause?: unknown
}

const limits = {
  /** More than any runc says (`runc list` of 10,000 has 5 MB). */
  outputCharacters: 64 * 1024 * 1024,
  /** A killed program is gone at once; what still holds its pipe after this is not waited for. */
  afterKillMs: 500,
} as const

/** Loaded with the first command: nothing that only reads state needs it. */
let loading: Promise<typeof Execa> | null = null

function loadExeca(): Promise<typeof Execa> {
  loading ??= import('execa')
  return loading
}

export async function runProgram(request: ProgramRequest): Promise<ProgramResult> {
  const { execa } = await loadExeca()
  if (request.signal?.aborted) return unfinished('cancelled')
  const subprocess = execa(request.file, request.args, {
    // Its own process group, so that whatever it started can be ended with it.
    detached: true,
    cleanup: false,
    reject: false,
    extendEnv: false,
    env: request.environment,
    stdin: 'ignore',
    stdout: request.gatherOutput ? 'pipe' : 'ignore',
    // Any open descriptor will do, but execa's types know those up to 9 only.
    stderr: (request.errorDescriptor as 3 | undefined) ?? 'ignore',
    maxBuffer: limits.outputCharacters,
  } satisfies Execa.Options)
  const finished = subprocess.then((result): ProgramResult => {
    // A program that never ran has no pid; the reason is the cause of what execa reports.
    if (subprocess.pid === undefined) return { ...unfinished('missing'), cause: result.cause }
    if (result.isMaxBuffer) return unfinished('overflow')
    return {
      outcome: 'ended',
      exitCode: result.exitCode ?? null,
      signal: result.signal ?? null,
      output: typeof result.stdout === 'string' ? result.stdout : '',
    }
  })
  return withLimits(finished, subprocess.pid, request)
}

/** Ends the whole group when its time is over or nobody wants it any more, and does not wait for stragglers. */
async function withLimits(
  finished: Promise<ProgramResult>,
  pid: number | undefined,
  { timeoutMs, signal }: ProgramRequest,
): Promise<ProgramResult> {
  let stopped: 'timeout' | 'cancelled' | null = null
  let straggling: NodeJS.Timeout | undefined
  let giveUp = (): void => undefined
  const abandoned = new Promise<null>((resolve) => {
    giveUp = () => resolve(null)
  })
  const stop = (reason: 'timeout' | 'cancelled'): void => {
    stopped ??= reason
    if (pid !== undefined) killGroup(pid)
    straggling ??= setTimeout(giveUp, limits.afterKillMs)
  }
  const abort = (): void => stop('cancelled')
  const timer = setTimeout(() => stop('timeout'), timeoutMs)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const result = await Promise.race([finished, abandoned])
    const isDone = result?.outcome === 'ended' && result.exitCode === 0
    return result && (stopped === null || isDone) ? result : unfinished(stopped ?? 'ended')
  } finally {
    clearTimeout(timer)
    clearTimeout(straggling)
    signal?.removeEventListener('abort', abort)
  }
}

export function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // ESRCH: the group has ended.
  }
}

function unfinished(outcome: ProgramResult['outcome']): ProgramResult {
  return { outcome, exitCode: null, signal: null, output: '' }
}
