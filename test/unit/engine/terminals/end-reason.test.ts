import { expect, it } from 'vitest'
import { containersEnd } from '../../../../electron/engine/terminals/end-reason.ts'
import { RuncError, type ContainerState } from '../../../../electron/runtime/index.ts'
import type { ExitInfo } from '../../../../src-shared/model.ts'
import { memoryState } from '../../../fixtures/engine/memory-runtime.ts'

const ended: ExitInfo = { code: 0, signal: null, oomKilled: false, finishedAt: null, source: 'conmon' }

function reason(status: ContainerState['status'], exit: ExitInfo | null): string | null {
  return containersEnd({ state: () => memoryState('web', { status }), exit: () => exit })
}

it.each([
  ['running', null, null],
  ['stopped', null, 'The container ended, and this program with it.'],
  ['stopped', ended, 'The container ended, and this program with it.'],
  [
    'stopped',
    { ...ended, code: 137, signal: 'SIGKILL' },
    'The container was ended by SIGKILL, and this program with it.',
  ],
  [
    'stopped',
    { ...ended, code: 137, oomKilled: true },
    'The container ran out of memory and ended, and this program with it.',
  ],
  [
    'stopped',
    { ...ended, code: null, checkpoint: 'before' },
    'The container was checkpointed as “before”, which ended it, and this program with it.',
  ],
] as const)('of a container that is %s is a sentence', (status, exit, sentence) => {
  expect(reason(status, exit)).toBe(sentence)
})

it('of one that is gone too', () => {
  const gone = (): never => {
    throw new RuncError('NotFound', 'There is no container “web”.')
  }
  expect(containersEnd({ state: gone, exit: gone })).toBe('The container is gone, and this program with it.')
})
