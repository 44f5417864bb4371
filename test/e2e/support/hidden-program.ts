// A machine without a program: an empty file in its place, in a mount namespace that only the app is in. PATH would not
// do, since the engine also looks where the system keeps its programs.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './commands.ts'
import type { Workspace } from './workspace.ts'

export interface HiddenProgram {
  /** Starts the app where the program is not. */
  executable: string
  /** Needs the pid of any of the app's processes. */
  putBack: (pid: number) => Promise<void>
}

/** Needs root, and a program that lies in one place only. */
export async function hideProgram(workspace: Workspace, name: string): Promise<HiddenProgram> {
  const { identity, environment, path } = workspace
  const program = (await must(['which', name], { env: environment })).trim()
  const executable = join(path, `without-${name}`)
  writeFileSync(
    executable,
    `#!/bin/sh\nexec unshare --mount sh -c 'mount --bind /dev/null ${program} && exec "${identity.executable}" "$@"' sh "$@"\n`,
    { mode: 0o755 },
  )
  return {
    executable,
    putBack: async (pid) => {
      await must(['nsenter', `--target=${pid}`, '--mount', 'umount', program])
    },
  }
}
