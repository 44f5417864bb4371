import { expect, it, vi } from 'vitest'
import { terminalExit, terminalSample } from '../../../fixtures/terminals.ts'

vi.mock('electron', () => ({ app: {}, dialog: {} }))
const { endingWithTheApp, questionAbout } = await import('../../../../electron/main/window/closing.ts')

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

it('speaks of one program as of one', () => {
  const [one, other] = [terminalSample({ id: 'one', containerId: 'web' }), terminalSample({ id: 'other' })]
  expect(questionAbout([one])).toMatchObject({
    message: 'A program still runs in a terminal of web.',
    detail: expect.stringMatching(/^It ends .*Kept, it runs on/),
    buttons: ['Keep it running', 'End it and close', 'Cancel'],
  })
  expect(questionAbout([one, other])).toMatchObject({
    message: '2 programs still run in terminals.',
    buttons: ['Keep them running', 'End them and close', 'Cancel'],
  })
})
