// Tells what a bundle directory holds before anything is made of it. Asks whom `create` asks, so that the two agree.
import type { BundleCheck } from '../../../src-shared/model.ts'
import { readBundle } from '../../runtime/index.ts'
import { toErrorInfo, type Log } from '../contract/failure.ts'

export async function checkBundle(path: string, log: Log): Promise<Omit<BundleCheck, 'suggestedId'>> {
  try {
    const { args, rootfs, terminal, hostname } = await readBundle(path)
    return { path, problem: null, summary: { args, rootfs, terminal, hostname } }
  } catch (error) {
    return { path, problem: toErrorInfo(error, log), summary: null }
  }
}
