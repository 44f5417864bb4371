// Starts conmon, which has runc create a container and then stays with it: output, log and exit code outlive us. Its
// first line on the sync pipe is the only word on success or failure.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { ContainerPlaces, Layout } from './layout.ts'
import { processesWorkingIn } from './processes.ts'
import { killGroup } from './program.ts'

export interface MonitorRequest {
  conmonPath: string
  runcPath: string
  id: string
  layout: Layout
  places: ContainerPlaces
  /** Global options of runc beside its root and its log. */
  globalFlags?: readonly string[] | undefined
  noPivot?: boolean | undefined
  noNewKeyring?: boolean | undefined
  terminal: boolean
  /** Without a terminal: a standard input that can be written to through conmon's socket, instead of /dev/null. */
  stdin?: boolean | undefined
  /** At this size conmon begins the log anew, and what it held is lost but for our own link to it. */
  logBytes?: number | undefined
  environment: Record<string, string>
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** Restore from CRIU's images in that directory, with more flags of `runc restore`, instead of creating. */
  restore?: { images: string; flags: readonly string[] } | undefined
}

export interface MonitorResult {
  /** `missing`: conmon could not be run, for `cause`. */
  outcome: 'created' | 'failed' | 'timeout' | 'cancelled' | 'missing'
  /** What conmon said: its message on the pipe, else its standard error. */
  words: string
  exitCode: number | null
  cause?: unknown
}

const limits = {
  /** At this size conmon begins the log anew. */
  logBytes: 20_000_000,
  /** A message holds runc's whole standard error. */
  lineCharacters: 256 * 1024,
  /** After conmon's first process has ended in failure, its message may still be on the way. */
  lastWordsMs: 200,
  /** A creation takes some 50 ms; at one that takes longer than this is looked, again and again. */
  lookMs: 1000,
} as const

/**
 * For the one `runc create` that conmon starts: it ends before its garbage is worth collecting, and without collecting
 * it is 15 % faster (measured: 35 ms for 42). runc hands it to nobody but hooks without an environment of their own.
 */
const haste = { GOGC: 'off' } as const

/** The number of the descriptor that conmon reports on: the fourth of `stdio`. */
const syncDescriptor = 3

export function monitorArguments(request: MonitorRequest): string[] {
  const { id, layout, places, runcPath, terminal, stdin, restore, logBytes = limits.logBytes } = request
  // prettier-ignore
  return [
    '--api-version', '1', '-c', id, '-u', layout.monitorKey(id), '-n', id, '-r', runcPath,
    '--runtime-arg', '--root', '--runtime-arg', layout.root,
    '--runtime-arg', '--log', '--runtime-arg', places.runcLog, '--runtime-arg', '--log-format=json',
    ...globalArguments(request.globalFlags),
    '-b', places.bundle, '-p', places.initPidFile, '-P', places.monitorPidFile,
    '-l', `k8s-file:${places.log}`, '--log-size-max', String(logBytes),
    '--exit-dir', layout.exitDirectory, '--persist-dir', places.persist,
    '--socket-dir-path', layout.socketDirectory,
    // Never -i beside -t: the first client that leaves would close the terminal's input. With -i alone it is meant to
    // (input-bridge.ts): with --leave-stdin-open there would be no way to end the input.
    ...(terminal ? ['-t'] : stdin ? ['-i'] : []),
    ...(request.noPivot ? ['--no-pivot'] : []),
    ...(request.noNewKeyring ? ['--no-new-keyring'] : []),
    ...(restore ? ['--restore', restore.images] : []),
    ...(restore?.flags ?? []).flatMap((flag) => ['--runtime-opt', flag]),
  ]
}

/** conmon has an option of its own for this one, by which it may know what it deals with. */
const systemdFlag = '--systemd-cgroup'

function globalArguments(flags: readonly string[] = []): string[] {
  return flags.flatMap((flag) => (flag === systemdFlag ? ['-s'] : ['--runtime-arg', flag]))
}

/** For a process that is added to a container; `places` are its own, `id` the container's. */
export function execMonitorArguments(
  request: Pick<
    MonitorRequest,
    'id' | 'layout' | 'runcPath' | 'globalFlags' | 'terminal' | 'stdin' | 'logBytes'
  > & {
    key: string
    /** More flags of `runc exec`. */
    flags: readonly string[]
    places: { directory: string; spec: string; log: string; persist: string } & Record<
      'pidFile' | 'monitorPidFile' | 'runcLog',
      string
    >
  },
): string[] {
  const { id, key, layout, places, runcPath, terminal, stdin, flags, logBytes = limits.logBytes } = request
  // prettier-ignore
  return [
    '--api-version', '1', '--exec', '--exec-process-spec', places.spec, '-c', id, '-u', key, '-n', id, '-r', runcPath,
    '--runtime-arg', '--root', '--runtime-arg', layout.root,
    '--runtime-arg', '--log', '--runtime-arg', places.runcLog, '--runtime-arg', '--log-format=json',
    ...globalArguments(request.globalFlags),
    '-b', places.directory, '-p', places.pidFile, '-P', places.monitorPidFile,
    '-l', `k8s-file:${places.log}`, '--log-size-max', String(logBytes),
    // No --exit-dir: its file would have the container's name.
    '--persist-dir', places.persist, '--socket-dir-path', layout.socketDirectory,
    ...(terminal ? ['-t'] : stdin ? ['-i'] : []),
    ...flags.flatMap((flag) => ['--runtime-opt', flag]),
  ]
}

/** One start of conmon, to whatever end. */
export interface ConmonRequest {
  conmonPath: string
  args: readonly string[]
  workingDirectory: string
  environment: Record<string, string>
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** Ends what was begun when it took too long or nobody wants it any more; default: KILL for conmon's process group. */
  stop?: () => void
}

/** Resolves when the container is created or is not going to be. What was half made is for the caller to clear. */
export function startMonitor(request: MonitorRequest): Promise<MonitorResult> {
  const { conmonPath, environment, timeoutMs, signal } = request
  const workingDirectory = request.places.directory
  const args = monitorArguments(request)
  return runConmon({ conmonPath, args, workingDirectory, environment, timeoutMs, signal })
}

/** Resolves when conmon has told success or failure, with conmon at work in the background or gone. */
export async function runConmon(request: ConmonRequest): Promise<MonitorResult> {
  const child = spawn(request.conmonPath, request.args, {
    cwd: request.workingDirectory,
    // Out of our session and process group: our end, or a ^C meant for us, is not its own.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...request.environment, ...haste, _OCI_SYNCPIPE: String(syncDescriptor) },
  })
  // conmon holds the pipe for its whole life; it must not keep us alive.
  child.unref()
  // With no descriptor left for the pipes there are none, only the error that is about to be told.
  if (!hasPipes(child)) return withoutPipes(child)
  const sync = child.stdio[syncDescriptor] as Readable
  const errors = child.stdio[2] as Readable
  const said = gather(errors)
  const line = gather(sync)
  return new Promise<MonitorResult>((resolve) => {
    let exitCode: number | null = null
    let hasExited = false
    let isCreated = false
    let lastWords: NodeJS.Timeout | undefined
    const settle = (outcome: MonitorResult['outcome'], words: string, cause?: unknown): void => {
      clearTimeout(timer)
      clearTimeout(lastWords)
      clearInterval(looking)
      request.signal?.removeEventListener('abort', abort)
      sync.destroy()
      errors.destroy()
      // The 0 of the process that went into the background is no word on a failure that came later.
      if (outcome !== 'created' && exitCode === 0) exitCode = null
      resolve({ outcome, words: words.trim(), exitCode, ...(cause === undefined ? {} : { cause }) })
    }
    const stop = (outcome: 'timeout' | 'cancelled'): void => {
      if (request.stop) request.stop()
      else if (child.pid !== undefined) killGroup(child.pid)
      settle(outcome, said())
    }
    const abort = (): void => stop('cancelled')
    let isSuspect = false
    const looking = setInterval(() => {
      const isAlone = hasExited && !isCreated && isWithoutRunc(request)
      // Twice: between the end of runc and conmon's word on it lies a moment.
      if (isAlone && isSuspect) settle('failed', said() || 'runc was killed before it had come to an end')
      isSuspect = isAlone
    }, limits.lookMs)
    const timer = setTimeout(() => stop('timeout'), request.timeoutMs)
    request.signal?.addEventListener('abort', abort, { once: true })
    if (request.signal?.aborted) abort()
    child.on('error', (error) => settle('missing', error.message, error))
    child.on('exit', (code) => {
      exitCode = code
      hasExited = true
      // Success of this process says nothing: it has only put the real monitor into the background, and written down
      // its pid before it ended.
      if (code !== 0) lastWords = setTimeout(() => settle('failed', said()), limits.lastWordsMs)
      else if (isCreated) settle('created', '')
    })
    sync.on('data', () => {
      const text = line()
      if (!text.includes('\n') && text.length < limits.lineCharacters) return
      const message = parseSync(text)
      if (message.pid === null) return settle('failed', message.words)
      isCreated = true
      if (hasExited) settle('created', '')
    })
    sync.on('error', () => settle('failed', said()))
    sync.on('end', () => {
      if (isCreated) settle('created', '')
      else settle('failed', said() || 'conmon ended without a word')
    })
  })
}

/**
 * Whether conmon waits for a runc that is no more. When runc is killed while the container's init already waits for its
 * start, that init holds the pipe on which conmon reads runc's last words: it would wait for ever.
 */
function isWithoutRunc({ conmonPath, workingDirectory }: ConmonRequest): boolean {
  const programs = processesWorkingIn(workingDirectory).map(({ pid }) => commandOf(pid))
  return programs.length > 0 && programs.every((program) => program === conmonPath)
}

function commandOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? null
  } catch {
    return null // It has ended, which conmon is about to tell.
  }
}

/** EMFILE and ENFILE leave a child without `stdio`, which its type does not show. */
function hasPipes(child: ChildProcess): boolean {
  const stdio: unknown = Reflect.get(child, 'stdio')
  return Array.isArray(stdio)
}

async function withoutPipes(child: ChildProcess): Promise<MonitorResult> {
  const [cause] = await once(child, 'spawn').then(
    () => [new Error('it has no pipes')],
    (error: unknown) => [error],
  )
  const words = cause instanceof Error ? cause.message : String(cause)
  return { outcome: 'missing', words, exitCode: null, cause }
}

/** `{"data": PID}`, or `{"data": -1, "message": "…"}`; older ones say `pid` for `data`. */
export function parseSync(text: string): { pid: number | null; words: string } {
  const first = text.split('\n')[0] ?? ''
  try {
    const value: unknown = JSON.parse(first)
    if (typeof value === 'object' && value !== null) {
      const number = 'data' in value ? value.data : 'pid' in value ? value.pid : null
      const words = 'message' in value && typeof value.message === 'string' ? value.message : ''
      return { pid: typeof number === 'number' && number > 0 ? number : null, words }
    }
  } catch {
    // Not JSON: whatever it is, it is what there is to show.
  }
  return { pid: null, words: first }
}

/** Gathers a stream's text, up to the limit; the function that comes back gives what there is. */
function gather(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    if (text.length < limits.lineCharacters) text += chunk
  })
  return () => text
}
