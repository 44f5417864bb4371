// What a request would run, and what is wrong with it, before anything runs.
import type { ProcessRequest, TerminalPreview } from '../../../src-shared/terminal-model.ts'
import type { Container, Runtime } from '../../runtime/index.ts'
import { isTelling } from '../contract/failure.ts'
import { toProcessSpec } from './process-request.ts'

export async function previewOf(
  runtime: Runtime,
  container: Container,
  request: ProcessRequest,
): Promise<TerminalPreview> {
  try {
    const spec = await toProcessSpec(container, container.state(), request)
    const { tty, persistent } = request
    return {
      ...(await runtime.previewProcess(container, spec, { tty, detached: persistent })),
      problem: null,
    }
  } catch (error) {
    if (!isTelling(error)) throw error
    return { argv: [], problem: error.toInfo(), processFile: null }
  }
}
