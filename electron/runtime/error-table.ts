// runc's words → our codes: one table, tested with output recorded from real runc. Where runc says the same words for
// two situations, the container's status decides (`byStatus`).
import type { ErrorCode } from '../../src-shared/errors.ts'
import type { ContainerStatus } from '../../src-shared/model.ts'

/** In order: the first that matches counts. Texts are those of runc 1.0 to 1.5, and crun 1.8 and 1.28. */
const table: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/container does not exist/, 'NotFound'],
  [/container with (the )?given ID already exists/, 'Exists'],
  [/invalid container ID format|container ID cannot be empty/, 'InvalidId'],
  [/cannot start a container that has stopped|container process is already dead/, 'Stopped'],
  [/cannot exec in a stopped container|process already finished|no such process/, 'Stopped'],
  [/cannot start an already running container/, 'Running'],
  [/that is not stopped: (paused|pausing)|cannot exec in a paused container/, 'Paused'],
  [/cannot start a container in the paused state/, 'Paused'],
  [/that is not stopped: |container init still running|container still running/, 'Running'],
  [/container not paused/, 'NotPaused'],
  [/container not running/, 'NotRunning'],
  [/unknown signal/, 'InvalidArgument'],
  [/unable to add inotify watch: no such file/, 'CgroupUnavailable'],
  [/cgroups not configured for container|container could not join or create cgroup/, 'CgroupUnavailable'],
  [/container's cgroup (unexpectedly frozen|is not empty)/, 'CgroupUnavailable'],
  [/cgroup.*(permission denied|read-only file system)|no cgroup mount found/, 'CgroupUnavailable'],
  [/freezer not supported|(openat2|lstat) \/sys\/fs\/cgroup\/.*: no such file/, 'CgroupUnavailable'],
  [
    /exec: ".*": (executable file not found|stat .*: no such file|permission denied|is a directory)/,
    'ExecFailed',
  ],
  [/exec .*: (exec format error|no such file or directory|permission denied)/, 'ExecFailed'],
  [/chdir to cwd \(.*\) set in config\.json failed/, 'ExecFailed'],
  [
    /args (cannot|must not) be empty|config\.json not found|Cwd must be (set|an absolute path)/i,
    'BundleInvalid',
  ],
  [/chdir .*: no such file or directory|invalid rootfs|rootfs .* does not exist/, 'BundleInvalid'],
  [
    /json: cannot unmarshal|unexpected EOF|invalid character .* looking for|unexpected end of JSON/,
    'BundleInvalid',
  ],
  [/no (uid|gid) mappings found|namespaces? enabled, but|unknown .* namespace/i, 'BundleInvalid'],
  [/cannot allocate tty if runc will detach|open \/dev\/tty: no such device/, 'TerminalsNotSupported'],
  // crun's, where it says something else.
  [
    /(error opening file|does not exist: open) `[^`]*\/status`: No such file|cannot open directory `[^`]*`: No such file/,
    'NotFound',
  ],
  [/container `[^`]*` already exists/, 'Exists'],
  [/(kill container|open pidfd|process not running): No such process/, 'Stopped'],
  [/is not in `created` or `stopped` state|cannot open `[^`]*exec\.fifo`: No such file/, 'Running'],
  [/container `[^`]*` is not running/, 'NotRunning'],
  [/the requested cgroup controller `[^`]*` is not available|cgroup v1 and v2|hybrid/, 'CgroupUnavailable'],
  [/executable file `[^`]*` not found/, 'ExecFailed'],
  [/criu failed/, 'CriuFailed'],
  [/CRIU is missing features|exec: "criu": executable file not found/, 'CriuMissing'],
  [/(open|lstat|stat|mkdir) \S+: permission denied/, 'PermissionDenied'],
]

/** What runc's words mean on their own; `RuncFailed` when nobody has met them before. */
export function codeOf(words: string): ErrorCode {
  return table.find(([pattern]) => pattern.test(words))?.[1] ?? 'RuncFailed'
}

const codeOfStatus: Partial<Record<ContainerStatus, ErrorCode>> = {
  paused: 'Paused',
  pausing: 'Paused',
  stopped: 'Stopped',
}

/** `container not running` is said of paused and of stopped containers; the status tells which. */
export function byStatus(code: ErrorCode, status: ContainerStatus | null): ErrorCode {
  if (code === 'NotRunning' && status !== null) return codeOfStatus[status] ?? code
  if (code === 'NotPaused' && status === 'stopped') return 'Stopped'
  return code
}
