// runc's global options that a program may choose for a whole runtime, each only where the found runc has it. `--root`,
// `--log` and `--log-format` are not among them: they are the module's own.
import { existsSync } from 'node:fs'
import { basename, isAbsolute } from 'node:path'
import type { Capabilities } from './capabilities.ts'
import { RuncError } from './errors.ts'

export interface GlobalOptions {
  systemdCgroup?: boolean
  rootless?: boolean
  debug?: boolean
  criu?: string
}

/** Where runc itself looks for a systemd at work (libcontainer: `systemd.IsRunningSystemd`). */
const systemdMark = '/run/systemd/system'

/** What every call of the program begins with, after `--root` and its log. */
export function globalFlags(options: GlobalOptions, can: Pick<Capabilities, 'has'>): string[] {
  const { systemdCgroup, rootless, debug, criu } = options
  return [
    ...(debug ? ['--debug'] : []),
    ...(systemdCgroup ? ['--systemd-cgroup'] : []),
    ...(rootless === undefined ? [] : [`--rootless=${rootless}`]),
    // Where it is not known any more, or ignored, PATH does it.
    ...(criu !== undefined && can.has('--criu') ? ['--criu', criu] : []),
  ]
}

/** Throws InvalidArgument for what cannot be, NotSupported for what cannot be had here. */
export function checkGlobalOptions(
  { systemdCgroup, criu }: GlobalOptions,
  can: Pick<Capabilities, 'need' | 'has'>,
  mark = systemdMark,
): void {
  if (systemdCgroup) {
    can.need('--systemd-cgroup')
    if (!existsSync(mark)) {
      const message = 'Cgroups cannot be made by systemd here: it does not run this machine.'
      throw new RuncError('NotSupported', message)
    }
  }
  if (criu === undefined) return
  if (!isAbsolute(criu)) throw new RuncError('InvalidArgument', `“${criu}” is not an absolute path of CRIU.`)
  if (basename(criu) === 'criu' || can.has('--criu')) return
  const message = `The runc that was found takes CRIU from PATH, by the name “criu”; ${criu} has another.`
  throw new RuncError('NotSupported', message)
}
