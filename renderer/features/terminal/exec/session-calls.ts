// The calls about sessions that are neither opening nor closing one, for dialogs, tabs and bars alike.
import type {
  ProcessRequest,
  TerminalOptions,
  TerminalPreview,
  TerminalSummary,
} from '../../../../src-shared/terminal-model.ts'
import type { TerminalSize } from '../../../../src-shared/terminal-size.ts'
import { engine } from '../../../engine/index.ts'

export function readTerminalOptions(key: string): Promise<TerminalOptions> {
  return engine.call('terminals.options', { key })
}

export function previewRequest(key: string, request: ProcessRequest): Promise<TerminalPreview> {
  return engine.call('terminals.preview', { key, request })
}

/** The container's own first program: its output since the beginning, and its input. */
export function attachToInit(key: string): Promise<TerminalSummary> {
  return engine.call('terminals.attach', { key })
}

/** The same program once more, in the place of a session that has ended. */
export function runSessionAgain(id: string, size: TerminalSize): Promise<TerminalSummary> {
  return engine.call('terminals.runAgain', { id, ...size })
}

/** Null takes the user's name away. */
export async function renameSession(id: string, name: string | null): Promise<void> {
  await engine.call('terminals.rename', { id, name })
}

/** To the program of a session, such as `INT` where no terminal makes it out of ^C. */
export async function signalSession(id: string, signal: string): Promise<void> {
  await engine.call('terminals.signal', { id, signal })
}
