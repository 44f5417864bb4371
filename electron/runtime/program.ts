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
  /** Its standard input; else it has none. */
  input?: string | undefined
  /** Open file for standard error. */
  errorDescriptor?: number
  /** Open file that it gets as its descriptor `inheritedDescriptor`. */
  inherited?: number | undefined
}

/**
 * Not 3, which a parent would choose: runc hands its own socket to CRIU as 3, over whatever is there. 9 is the last that
 * execa's types know.
 */
export const inheritedDescriptor = 9

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
    ...standardStreams(request),
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

type Streams = Pick<Execa.Options, 'stdin' | 'stdout' | 'stderr' | 'input'> | Pick<Execa.Options, 'stdio'>

function standardStreams({ input, gatherOutput, errorDescriptor, inherited }: ProgramRequest): Streams {
  const stdin = input === undefined ? { stdin: 'ignore' as const } : { input }
  const stdout = gatherOutput ? 'pipe' : 'ignore'
  // Any open descriptor will do, but execa's types know those up to 9 only.
  const stderr = (errorDescriptor as 3 | undefined) ?? 'ignore'
  if (inherited === undefined) return { ...stdin, stdout, stderr }
  const between = Array.from({ length: inheritedDescriptor - 3 }, () => 'ignore' as const)
  return { stdio: ['ignore', stdout, stderr, ...between, inherited as 9] }
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
