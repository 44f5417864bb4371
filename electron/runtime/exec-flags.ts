// Options of `runc exec` that are not part of the process spec, each only where the found runc has it.
import { fstatSync } from 'node:fs'
import type { Capabilities } from './capabilities.ts'
import { RuncError } from './errors.ts'
import type { StartDetachedOptions, StartProcessOptions } from './types.ts'

/** `[controllers:]path`, as runc takes it: a controller stands for a hierarchy of cgroup v1. */
const cgroupForm = /^([a-z_]+(,[a-z_]+)*:)?[^:\0]+$/

/** Throws InvalidArgument for what cannot be, NotSupported for what this runc or this kind of process does not have. */
export function execFlags(
  options: StartProcessOptions | StartDetachedOptions,
  can: Pick<Capabilities, 'need'>,
): string[] {
  const { cgroup, ignorePaused, pidfdSocket, preserveFds, terminal } = options
  const cgroups = cgroup === undefined ? [] : typeof cgroup === 'string' ? [cgroup] : cgroup
  if (cgroups.length > 0) can.need('exec --cgroup')
  if (ignorePaused) can.need('exec --ignore-paused')
  if (pidfdSocket !== undefined) can.need('exec --pidfd-socket')
  for (const one of cgroups) {
    if (cgroupForm.test(one) && !one.split('/').includes('..')) continue
    throw invalid(`“${one}” is not a cgroup below the container’s own, [controllers:]path.`)
  }
  if (pidfdSocket !== undefined && !pidfdSocket.startsWith('/')) {
    throw invalid(`“${pidfdSocket}” is not an absolute path of a socket.`)
  }
  if (preserveFds !== undefined && preserveFds.length > 0) {
    if (terminal !== null || 'detached' in options) {
      const message =
        'Open files can be given to processes on pipes alone: neither a terminal nor conmon passes them on.'
      throw new RuncError('NotSupported', message)
    }
    can.need('exec --preserve-fds')
    for (const descriptor of preserveFds) checkOpen(descriptor)
  }
  return [
    ...cgroups.flatMap((one) => ['--cgroup', one]),
    ...(ignorePaused ? ['--ignore-paused'] : []),
    ...(pidfdSocket === undefined ? [] : ['--pidfd-socket', pidfdSocket]),
    ...(preserveFds !== undefined && preserveFds.length > 0
      ? ['--preserve-fds', String(preserveFds.length)]
      : []),
  ]
}

function checkOpen(descriptor: number): void {
  try {
    fstatSync(descriptor)
  } catch (cause) {
    throw new RuncError('InvalidArgument', `${descriptor} is not an open file.`, { cause })
  }
}

function invalid(message: string): RuncError {
  return new RuncError('InvalidArgument', message)
}
