// The request behind “open terminal”: the container's default shell on a terminal, all else as the container has it.
import type { ProcessRequest } from './terminal-model.ts'

export const plainShell: ProcessRequest = {
  args: null,
  user: null,
  group: null,
  additionalGroups: [],
  cwd: null,
  env: [],
  capabilities: null,
  tty: true,
  persistent: false,
  input: { from: 'none' },
}
