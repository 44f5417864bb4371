// A tab whose stream breaks says so, and takes another one; and the focus finds a screen that is still to come.
import { expect, it, vi } from 'vitest'
import type { StreamHandlers } from '../../../../src-shared/client.ts'
import { terminalSample } from '../../../fixtures/terminals.ts'
import type { ErrorInfo } from '../../../../src-shared/errors.ts'

const opened = vi.hoisted(() => [] as { id: string; handlers: unknown }[])
vi.mock('../../../../renderer/engine/index.ts', () => ({
  engine: {
    open(_name: string, { id }: { id: string }, handlers: unknown) {
      opened.push({ id, handlers })
      return { send() {}, close() {} }
    },
  },
}))

const focused = vi.hoisted(() => vi.fn<() => void>())
vi.mock('../../../../renderer/features/terminal/xterm-view.ts', () => ({
  createXtermView: async () => ({
    apply() {},
    setTerminal() {},
    setVisible() {},
    dispose() {},
    focus: focused,
  }),
}))

const { createController, focusScreen } = await import('../../../../renderer/features/terminal/controller.ts')

const session = terminalSample()
const error: ErrorInfo = { code: 'NotFound', message: 'This terminal has been closed.' }

function started() {
  opened.length = 0
  const onBroken = vi.fn<(error: ErrorInfo) => void>()
  const controller = createController('terminal-1', {
    element: {} as HTMLElement,
    settings: {
      fontSize: 13,
      fontFamily: '',
      theme: 'app',
      screenReader: false,
      scrollback: 5000,
      copyOnSelect: false,
    },
    mayCopy: () => false,
    asksBeforePaste: () => true,
    onCopy() {},
    onSelect() {},
    onPasteQuestion() {},
    onInterrupt() {},
    onKey: () => false,
    onTitle() {},
    onLink() {},
    onLinkHover() {},
    onMenu() {},
    onBroken,
    onFailure() {},
  })
  controller.follow({ state: 'open', session, isNew: true }, 1)
  const handlers = (): StreamHandlers<'terminal'> => opened.at(-1)?.handlers as StreamHandlers<'terminal'>
  return { controller, onBroken, handlers }
}

it('tells why its stream broke, and opens another when the tab is to follow again', () => {
  const { controller, onBroken, handlers } = started()
  handlers().onEnd({ ok: false, error })
  expect(onBroken).toHaveBeenCalledExactlyOnceWith(error)
  controller.follow({ state: 'broken', session, isNew: true }, 1)
  expect(opened).toHaveLength(1)
  controller.follow({ state: 'open', session, isNew: false }, 1)
  expect(opened.map(({ id }) => id)).toEqual(['session-1', 'session-1'])
  controller.dispose()
})

it('says nothing of an ordinary end, and nothing when the connection was lost', () => {
  const { controller, onBroken, handlers } = started()
  handlers().onEnd({ ok: false, error: { code: 'EngineGone', message: 'Gone.' } })
  controller.follow({ state: 'open', session, isNew: true }, 2)
  handlers().onEnd({ ok: true, value: session })
  expect([opened.length, onBroken.mock.calls]).toEqual([2, []])
  controller.dispose()
})

it('takes the focus that it was given before it was there, once', async () => {
  vi.stubGlobal('document', { visibilityState: 'visible' })
  focusScreen('terminal-1')
  const { controller } = started()
  controller.setVisible(true)
  await vi.waitFor(() => expect(focused).toHaveBeenCalledOnce())
  controller.dispose()
  const again = started()
  again.controller.setVisible(true)
  await vi.waitFor(() => expect(again.controller.view).not.toBeNull())
  expect(focused).toHaveBeenCalledOnce()
  again.controller.dispose()
  vi.unstubAllGlobals()
})
