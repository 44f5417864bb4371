// `runc run` under conmon: create and start, and unless detached wait for the end and delete.
import { RuncError } from './errors.ts'
import type { Container, RunOptions, RunResult, Runtime } from './types.ts'

export async function runContainer(
  runtime: Pick<Runtime, 'create'>,
  id: string,
  bundle: string,
  options: RunOptions,
): Promise<RunResult> {
  const container = await runtime.create(id, bundle, options)
  try {
    await container.start(options)
    if (options.detach) return { container, exit: null }
    const exit = await container.wait(options)
    if (!options.keep) await container.delete()
    return { container, exit }
  } catch (error) {
    await deleteAny(container)
    throw error
  }
}

/** The error that matters is why it did not run; that somebody else has deleted it in the meantime is none. */
async function deleteAny(container: Container): Promise<void> {
  try {
    await container.delete({ force: true })
  } catch (error) {
    if (!(error instanceof RuncError)) throw error
  }
}
