// The closed set of error codes and the one shape in which an error crosses a process border. No class here:
// the runtime has RuncError, the page EngineError, and both carry one of these codes.

/**
 * Every way in which something can fail that a user may have to read about. The first group is the vocabulary of the
 * runtime module (runc's and containerd's words), the second belongs to the engine and its plumbing.
 */
export const errorCodes = [
  'NotFound',
  'Exists',
  'NotRunning',
  'Running',
  'Paused',
  'NotPaused',
  'Stopped',
  'InvalidId',
  'InvalidArgument',
  'BundleInvalid',
  'ExecFailed',
  'CgroupUnavailable',
  'CriuMissing',
  'CriuFailed',
  'CheckpointExists',
  'CheckpointNotExists',
  'NotChildProcess',
  'InvalidContainerType',
  'ContainerExited',
  'TerminalsNotSupported',
  'ProcessNotExited',
  'ProcessExited',
  'StateUnreadable',
  'RuntimeMissing',
  'MonitorMissing',
  'NotSupported',
  'PermissionDenied',
  'Timeout',
  'Cancelled',
  'ManagedElsewhere',
  'RuncFailed',
  'BadArgument',
  'UnknownCall',
  'EngineGone',
  'Internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What is known beyond the sentence: shown on demand, and copied with it. */
export interface ErrorDetail {
  /** The command that failed, as it was run. */
  argv?: string[] | undefined
  /** Its exit code; null when a signal ended it or it never ran. */
  exitCode?: number | null | undefined
  /** What it said: runc's own log records, else its standard error, at most 16 KiB. */
  output?: string | undefined
  /** Where CRIU's whole log was kept, for CriuFailed. */
  log?: string | undefined
  /** Where in the arguments the fault is, for BadArgument. */
  path?: string | undefined
  /** The command that its manager offers for it, for ManagedElsewhere. */
  instead?: string[] | undefined
}

/** An error as it travels: a code to decide by, one sentence to read, details to open. */
export interface ErrorInfo {
  code: ErrorCode
  message: string
  detail?: ErrorDetail | undefined
}
