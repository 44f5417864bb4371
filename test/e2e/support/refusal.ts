// Makes runc refuse what the window offers, for a reason that only runc meets.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './commands.ts'
import type { Workspace } from './workspace.ts'

/** The file by which runc freezes this container can be read and not written, until the answer is called. Needs root. */
export async function refusePausing(workspace: Workspace, id: string): Promise<() => Promise<void>> {
  const state = JSON.parse(readFileSync(join(workspace.root, id, 'state.json'), 'utf8')) as {
    cgroup_paths: Record<string, string>
  }
  // v1 names its hierarchies; v2 has one, without a name.
  const { freezer, '': unified } = state.cgroup_paths
  const file = freezer === undefined ? join(unified ?? '', 'cgroup.freeze') : join(freezer, 'freezer.state')
  if (!existsSync(file)) throw new Error(`“${id}” cannot be frozen: there is no ${file}.`)
  const copy = join(workspace.path, 'frozen-file')
  writeFileSync(copy, readFileSync(file))
  await must(['mount', '-o', 'bind,ro', copy, file])
  return async () => {
    await must(['umount', file])
  }
}
