// Tells what a bundle directory holds before anything is made of it. Asks whom `create` asks, so that the two agree.
import type { BundleCheck } from '../../../src-shared/model.ts'
import { readBundle } from '../../runtime/index.ts'
import { toErrorInfo, type Log } from '../contract/failure.ts'

/** `warningOf`: what there is to tell of the cgroup that it names. */
export async function checkBundle(
  path: string,
  warningOf: (cgroupsPath: string) => string | null,
  log: Log,
): Promise<Omit<BundleCheck, 'suggestedId'>> {
  try {
    const { args, rootfs, terminal, hostname, cgroupsPath } = await readBundle(path)
    const warning = cgroupsPath === null ? null : warningOf(cgroupsPath)
    return { path, problem: null, summary: { args, rootfs, terminal, hostname }, warning }
  } catch (error) {
    return { path, problem: toErrorInfo(error, log), summary: null, warning: null }
  }
}
