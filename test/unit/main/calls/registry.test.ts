import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { describe, expect, test } from 'vitest'
import { answerCall, CallError, serveCalls, type Handlers } from '../../../../electron/main/calls/registry.ts'
import { windowCallNames } from '../../../../src-shared/window-call-names.ts'
import { defaultSettings, windowCalls, type WindowCallName } from '../../../../src-shared/window-contract.ts'

const handlers: Handlers = {
  'settings.get': () => defaultSettings,
  'settings.set': (changes) => ({ ...defaultSettings, theme: changes.theme ?? 'system' }),
  'app.warnings': () => ['One.'],
  'app.versions': () => ({ app: '1', electron: '2', chrome: '3', node: '4' }),
  'app.mark': () => ({}),
  'engine.state': () => ({ state: 'running', restarts: 0, message: null, answeredAt: null }),
  'engine.connect': () => {
    throw new CallError({ code: 'EngineGone', message: 'The engine is not running.' })
  },
  'engine.restart': () => {
    throw new TypeError('a bug')
  },
  'dialog.pickBundle': () => Promise.resolve(null),
  'dialog.saveText': () => Promise.resolve(null),
  'dialog.pickFiles': () => Promise.resolve([]),
  'dialog.pickTarget': () => Promise.resolve(null),
  'clipboard.paste': () => ({}),
  'clipboard.write': () => ({}),
  'terminalWindows.list': () => [],
  'terminalWindows.open': () => ({}),
  'terminalWindows.replace': () => ({}),
  'terminalWindows.close': () => ({}),
  'terminals.openOutside': () => ({ emulator: null, argv: [] }),
}

const validArgs: Partial<Record<WindowCallName, unknown>> = {
  'app.mark': { name: 'list' },
  'dialog.pickTarget': { name: 'x' },
  'clipboard.write': { text: 'x' },
  'terminalWindows.open': { session: 'a' },
  'terminalWindows.replace': { session: null },
  'terminals.openOutside': { session: 'a' },
}

/** Nothing here asks it for anything. */
const caller = {} as WebContents

function answer(name: unknown, args: unknown, overrides: Partial<Handlers> = {}) {
  const notes: string[] = []
  const options = {
    handlers: { ...handlers, ...overrides },
    checkResults: true,
    note: (what: string) => notes.push(what),
  }
  return answerCall(options, name, args, caller).then((value) => ({ value, notes }))
}

test('the names that preload passes are those of the contract', () => {
  expect([...windowCallNames]).toEqual(Object.keys(windowCalls))
})

test('a call is answered with an envelope', async () => {
  expect((await answer('settings.set', { theme: 'dark' })).value).toEqual({
    ok: true,
    value: { ...defaultSettings, theme: 'dark' },
  })
})

test('a refusal travels as it is; a bug as one sentence, with its stack in the log', async () => {
  expect((await answer('engine.connect', {})).value).toEqual({
    ok: false,
    error: { code: 'EngineGone', message: 'The engine is not running.' },
  })
  const { value, notes } = await answer('engine.restart', {})
  expect(value).toEqual({ ok: false, error: { code: 'Internal', message: 'a bug' } })
  expect(notes).toEqual([expect.stringContaining('registry.test.ts')])
})

test('a result that is not as agreed shows in development', async () => {
  const { value } = await answer('app.warnings', {}, { 'app.warnings': () => [1] as never })
  expect(value).toMatchObject({ ok: false, error: { code: 'Internal' } })
})

describe.each(windowCallNames)('%s', (name) => {
  const good = validArgs[name] ?? {}

  test.each([
    [undefined],
    [null],
    [7],
    ['text'],
    [[]],
    [[good]],
    [{ ...good, more: 1 }],
    [{ theme: 'pink' }],
    [{ name: ['list'] }],
    [{ text: { toString: 'x' } }],
    [() => good],
  ])('refuses %o', async (args) => {
    expect((await answer(name, args)).value).toMatchObject({ ok: false, error: { code: 'BadArgument' } })
  })
})

test.each([['engine.kill'], ['toString'], ['__proto__'], [''], [undefined], [{}], ['x'.repeat(100_000)]])(
  'there is no call %.20s',
  async (name) => {
    const { value } = await answer(name, {})
    expect(value).toMatchObject({ ok: false, error: { code: 'UnknownCall' } })
    expect(JSON.stringify(value).length).toBeLessThan(200)
  },
)

test('a stranger is refused before anything is looked at', async () => {
  let serve: (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown = () => undefined
  const notes: string[] = []
  serveCalls(
    {
      handle(_channel, listener) {
        serve = listener
      },
    },
    { handlers, isTrusted: () => false, checkResults: true, note: (what) => notes.push(what) },
  )
  expect(await serve({} as IpcMainInvokeEvent, 'settings.get', {})).toEqual({
    ok: false,
    error: { code: 'PermissionDenied', message: 'Only the app’s own page may call.' },
  })
  expect(notes).toHaveLength(1)
})
