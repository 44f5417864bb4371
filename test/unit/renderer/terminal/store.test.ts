// The dock's store and actions on a real connection: the page's own client over a real port, with a small engine at
// its other end. Only the window around it is made up.
import type { CallArgs } from '../../../../src-shared/contract.ts'
import { plainShell } from '../../../../src-shared/plain-shell.ts'
import { splitKey } from '../../../../src-shared/container-key.ts'
import { terminalSample } from '../../../fixtures/terminals.ts'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { channels } from '../../../../src-shared/channels.ts'
import type { ErrorInfo } from '../../../../src-shared/errors.ts'
import type { ClientFrame, EngineFrame } from '../../../../src-shared/frames.ts'
import type { TerminalSummary } from '../../../../src-shared/terminal-model.ts'
import type { EngineState, TerminalWindow } from '../../../../src-shared/window-contract.ts'

type Refuse = Partial<Record<string, ErrorInfo>>

/** Opens, lists and closes sessions as the engine does; `die` takes the port and all sessions away. */
function fakeEngine() {
  let sessions: TerminalSummary[] = []
  let port: MessagePort | null = null
  let count = 0
  const refuse: Refuse = {}
  const calls: string[] = []
  const post = (frame: EngineFrame): void => port?.postMessage(frame)

  function answer(name: string, args: Record<string, unknown>): unknown {
    if (name === 'terminals.list') return sessions
    if (name === 'terminals.open') {
      count += 1
      const { key, request } = args as CallArgs<'terminals.open'>
      const session = terminalSample({
        id: `session-${count}`,
        containerKey: key,
        containerId: splitKey(key).id,
        args: request.args ?? ['/bin/sh'],
        openedAt: new Date(1_754_000_000_000 + count).toISOString(),
      })
      setSessions([...sessions, session])
      return session
    }
    if (name === 'terminals.close') setSessions(sessions.filter(({ id }) => id !== args['id']))
    return {}
  }

  function setSessions(next: TerminalSummary[]): void {
    sessions = next
    post({ type: 'event', name: 'terminals.changed', payload: sessions })
  }

  return {
    calls,
    refuse,
    setSessions,
    sessions: () => sessions,
    connect(): MessagePort {
      const { port1, port2 } = new MessageChannel()
      port = port1
      port1.on('message', (frame: ClientFrame) => {
        if (frame.type !== 'call') return
        calls.push(frame.name)
        const error = refuse[frame.name]
        if (error) post({ type: 'answer', call: frame.call, ok: false, error })
        else
          post({ type: 'answer', call: frame.call, ok: true, value: answer(frame.name, frame.args as never) })
      })
      return port2
    },
    die() {
      sessions = []
      port?.close()
    },
  }
}

async function openPage() {
  const engine = fakeEngine()
  const kept = new Map<string, string>()
  const page = await loadPage(engine, kept)
  return { engine, kept, ...page }
}

/** Loads the modules afresh, as a reload of the page does; what the session storage holds stays. */
async function loadPage(engine: ReturnType<typeof fakeEngine>, kept: Map<string, string>, search = '') {
  const target = new EventTarget()
  let tellState: (state: EngineState) => void = () => {}
  let tellWindows: (windows: TerminalWindow[]) => void = () => {}
  const running: EngineState = { state: 'running', restarts: 0, message: null, answeredAt: null }
  const fakeWindow = Object.assign(target, {
    location: { origin: 'app://ui', search },
    runcDesktop: {
      async call(name: string) {
        if (name === 'engine.connect') {
          const event = Object.assign(new Event('message'), {
            source: target,
            origin: 'app://ui',
            data: channels.enginePort,
            ports: [engine.connect()],
          })
          queueMicrotask(() => target.dispatchEvent(event))
        }
        if (name === 'terminalWindows.list') return { ok: true, value: [] }
        return { ok: true, value: name === 'engine.state' ? running : {} }
      },
      onEngineState(listener: (state: EngineState) => void) {
        tellState = listener
        return () => {}
      },
      onTerminalWindows(listener: (windows: TerminalWindow[]) => void) {
        tellWindows = listener
        return () => {}
      },
      pathOf: () => '',
    },
  })
  vi.stubGlobal('window', fakeWindow)
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(`local ${key}`) ?? null,
    setItem: (key: string, value: string) => void kept.set(`local ${key}`, value),
  })
  vi.stubGlobal('document', { activeElement: null })
  vi.stubGlobal('requestAnimationFrame', () => 0)
  vi.stubGlobal('HTMLElement', EventTarget)
  vi.resetModules()
  const store = await import('../../../../renderer/stores/terminals.ts')
  const actions = await import('../../../../renderer/features/terminal/actions.ts')
  const stop = store.startTerminals()
  await vi.waitFor(() => expect(store.useTerminals.getState().connections).toBe(1))
  return {
    store,
    actions,
    stop,
    tellState: (state: EngineState) => tellState(state),
    tellWindows: (windows: TerminalWindow[]) => tellWindows(windows),
  }
}

type Page = Awaited<ReturnType<typeof openPage>>

const shown = ({ store }: Pick<Page, 'store'>) => {
  const { tabs, activeKey, isOpen } = store.useTerminals.getState()
  return {
    tabs: tabs.map((tab) => `${tab.containerKey} ${tab.number} ${tab.state} ${tab.session?.id ?? '-'}`),
    active: tabs.find((tab) => tab.key === activeKey)?.session?.id ?? null,
    isOpen,
  }
}

const stops: (() => void)[] = []
/** Waits for what goes over a real port, while made-up time passes for whoever waits for a screen's size. */
async function done(work: Promise<unknown>): Promise<void> {
  const progress = { isDone: false }
  const ended = work.finally(() => {
    progress.isDone = true
  })
  while (!progress.isDone) {
    await vi.advanceTimersByTimeAsync(50)
    await new Promise(setImmediate)
  }
  await ended
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  for (const stop of stops.splice(0)) stop()
  vi.unstubAllGlobals()
})

async function started(): Promise<Page> {
  const page = await openPage()
  stops.push(page.stop, () => page.engine.die())
  return page
}

it('opens a terminal in a tab that is there at once', async () => {
  const page = await started()
  const opened = page.actions.openTerminal('web')
  expect(shown(page)).toEqual({ tabs: ['web 1 opening -'], active: null, isOpen: true })
  await done(opened)
  expect(shown(page)).toEqual({ tabs: ['web 1 open session-1'], active: 'session-1', isOpen: true })
})

it('says in the tab why none could be opened, and tries again there', async () => {
  const page = await started()
  const error: ErrorInfo = { code: 'ExecFailed', message: 'exec: "/nope": no such file or directory' }
  page.engine.refuse['terminals.open'] = error
  await done(page.actions.openTerminal('web', { ...plainShell, args: ['/nope'] }))
  const [tab] = page.store.useTerminals.getState().tabs
  expect(tab).toMatchObject({ state: 'failed', error })
  delete page.engine.refuse['terminals.open']
  await done(page.actions.runAgain(tab?.key ?? ''))
  expect(shown(page).tabs).toEqual(['web 1 open session-1'])
})

it('closes a tab at once, ends its session, and hides the dock with the last one', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  await done(page.actions.openTerminal('web'))
  await done(page.actions.closeTerminal('session-2'))
  expect(shown(page)).toEqual({ tabs: ['web 1 open session-1'], active: 'session-1', isOpen: true })
  await done(page.actions.closeTerminal('session-1'))
  expect({ ...shown(page), sessions: page.engine.sessions() }).toEqual({
    tabs: [],
    active: null,
    isOpen: false,
    sessions: [],
  })
})

it('brings a tab back, with the reason, when its session could not be ended', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  const error: ErrorInfo = { code: 'Timeout', message: 'It did not end in time.' }
  page.engine.refuse['terminals.close'] = error
  await done(page.actions.closeTerminal('session-1'))
  const [tab] = page.store.useTerminals.getState().tabs
  expect(tab).toMatchObject({ session: { id: 'session-1' }, error })
})

it('ends a session whose tab was closed while it was being opened', async () => {
  const page = await started()
  const opened = page.actions.openTerminal('web')
  const [tab] = page.store.useTerminals.getState().tabs
  // Just after the call was sent, before its answer.
  await vi.waitFor(() => expect(page.engine.calls).toContain('terminals.open'))
  await done(page.actions.closeTerminal(tab?.key ?? ''))
  await done(opened)
  expect({ ...shown(page), sessions: page.engine.sessions() }).toMatchObject({ tabs: [], sessions: [] })
})

it('finds its terminals again after a reload, in their order', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  await done(page.actions.openTerminal('db'))
  page.actions.showTabAt(0)
  page.engine.setSessions(page.engine.sessions().toReversed())
  page.stop()
  const reloaded = await loadPage(page.engine, page.kept)
  stops.push(reloaded.stop)
  expect(shown(reloaded)).toEqual({
    tabs: ['web 1 open session-1', 'db 1 open session-2'],
    active: 'session-1',
    isOpen: true,
  })
})

it('says that terminals went down with the engine, and opens them again', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  page.engine.die()
  await vi.waitFor(() => expect(shown(page).tabs).toEqual(['web 1 lost session-1']))
  const [tab] = page.store.useTerminals.getState().tabs
  await done(page.actions.runAgain(tab?.key ?? ''))
  expect(shown(page).tabs).toEqual(['web 1 open session-2'])
})

it('says in the tab that its stream broke, and joins the same session again', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  const key = page.store.useTerminals.getState().activeKey ?? ''
  const error: ErrorInfo = { code: 'Internal', message: 'The engine failed at this.' }
  page.store.markBroken(key, error)
  expect(page.store.tabOf(key)).toMatchObject({ state: 'broken', error })
  page.actions.attachAgain(key)
  expect(page.store.tabOf(key)).toMatchObject({
    state: 'open',
    session: { id: 'session-1' },
    isNew: false,
    error: null,
  })
  expect(page.engine.calls.filter((name) => name === 'terminals.open')).toHaveLength(1)
})

it('opens another session in place of one whose stream broke, and ends that one', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  const key = page.store.useTerminals.getState().activeKey ?? ''
  page.store.markBroken(key, { code: 'Internal', message: 'The engine failed at this.' })
  await done(page.actions.runAgain(key))
  expect({ ...shown(page), sessions: page.engine.sessions().map(({ id }) => id) }).toMatchObject({
    tabs: ['web 1 open session-2'],
    sessions: ['session-2'],
  })
  page.store.markBroken(key, { code: 'Internal', message: 'The engine failed at this.' })
  await done(page.actions.closeTerminal(key))
  expect(page.engine.sessions()).toEqual([])
})

it('covers the page only while the dock is open and takes the whole height', async () => {
  const page = await started()
  const { isPageCovered, setDockOpen, setMaximised, useTerminals } = page.store
  const isCovered = (isOpen: boolean, isMaximised: boolean): boolean => {
    setDockOpen(isOpen)
    setMaximised(isMaximised)
    return isPageCovered(useTerminals.getState())
  }
  expect([isCovered(true, false), isCovered(false, true), isCovered(true, true)]).toEqual([
    false,
    false,
    true,
  ])
})

it('gives a terminal to a window of its own, and takes it back where it was', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  await done(page.actions.openTerminal('db'))
  const docked = () => shownInDock(page)
  page.tellWindows([{ id: 2, session: 'session-1', isReplacing: false }])
  expect(docked()).toEqual({ tabs: ['session-2'], active: 'session-2', isOpen: true })
  page.tellWindows([
    { id: 2, session: 'session-1', isReplacing: false },
    { id: 3, session: 'session-2', isReplacing: false },
  ])
  expect(docked()).toEqual({ tabs: [], active: null, isOpen: false })
  page.tellWindows([{ id: 3, session: 'session-2', isReplacing: false }])
  expect(docked()).toEqual({ tabs: ['session-1'], active: 'session-1', isOpen: true })
})

it('leaves to such a window what it runs again', async () => {
  const page = await started()
  await done(page.actions.openTerminal('web'))
  page.tellWindows([{ id: 2, session: 'session-1', isReplacing: true }])
  // The engine tells everybody of the session before that window can say that it is its own.
  const [first] = page.engine.sessions()
  if (!first) throw new Error('There is no session.')
  page.engine.setSessions([{ ...first, id: 'session-9' }])
  await new Promise(setImmediate)
  page.tellWindows([{ id: 2, session: 'session-9', isReplacing: false }])
  expect(shownInDock(page).tabs).toEqual([])
  page.tellWindows([])
  expect(shownInDock(page)).toEqual({ tabs: ['session-9'], active: 'session-9', isOpen: true })
})

function shownInDock({ store }: Page) {
  const { tabs, activeKey, isOpen } = store.useTerminals.getState()
  return {
    tabs: tabs.filter((tab) => !tab.isElsewhere).map((tab) => tab.session?.id),
    active: tabs.find((tab) => tab.key === activeKey)?.session?.id ?? null,
    isOpen,
  }
}
