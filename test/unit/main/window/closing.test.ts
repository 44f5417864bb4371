import { expect, it, vi } from 'vitest'
import { terminalExit, terminalSample } from '../../../fixtures/terminals.ts'

vi.mock('electron', () => ({ app: {}, dialog: {} }))
const { endingWithTheApp } = await import('../../../../electron/main/window/closing.ts')

it('asks about what runs and has no monitor of its own', () => {
  const sessions = [
    terminalSample({ id: 'shell' }),
    terminalSample({ id: 'pipes', kind: 'pipes' }),
    terminalSample({ id: 'ended', exit: terminalExit() }),
    terminalSample({ id: 'survives', kind: 'persistent' }),
    terminalSample({ id: 'own', kind: 'attach' }),
  ]
  expect(endingWithTheApp(sessions).map(({ id }) => id)).toEqual(['shell', 'pipes'])
})
