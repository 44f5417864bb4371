import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  createSupervisor,
  supervision,
  type EngineEnd,
  type EngineProcess,
} from '../../../../electron/main/engines/supervisor.ts'
import { createEngineClient } from '../../../../src-shared/client.ts'
import type { ClientFrame, EngineFrame } from '../../../../src-shared/frames.ts'
import type { EngineState } from '../../../../src-shared/window-contract.ts'

/** An engine in this process, which answers as long as it is told to. */
interface FakeEngine extends EngineProcess<string> {
  answers: boolean
  /** Everything that it was asked meanwhile, and what comes. */
  answerLate(): void
  wasTold: string[]
  exit(how: string, isFinal?: boolean): void
}

function launchFake(answers: boolean, number: number): FakeEngine {
  let resolveExited: (end: EngineEnd) => void = () => {}
  const exited = new Promise<EngineEnd>((resolve) => {
    resolveExited = resolve
  })
  let reply: (frame: EngineFrame) => void = () => {}
  const unanswered: number[] = []
  const answer = (call: number): void =>
    queueMicrotask(() => reply({ type: 'answer', call, ok: true, value: {} }))
  const fake: FakeEngine = {
    answers,
    answerLate() {
      fake.answers = true
      for (const call of unanswered.splice(0)) answer(call)
    },
    wasTold: [],
    client: createEngineClient({
      send(frame: ClientFrame) {
        if (frame.type !== 'call') return
        if (fake.answers) answer(frame.call)
        else unanswered.push(frame.call)
      },
      listen(onFrame) {
        reply = onFrame
      },
      close() {},
    }),
    openPort: () => `port of ${number}`,
    end: () => fake.wasTold.push('end'),
    kill() {
      fake.wasTold.push('kill')
      fake.exit('was killed')
    },
    exited,
    exit: (how, isFinal = false) => resolveExited({ how, isFinal }),
  }
  return fake
}

function supervise(answers: (number: number) => boolean = () => true, canLaunch: () => boolean = () => true) {
  const engines: FakeEngine[] = []
  const states: EngineState[] = []
  const supervisor = createSupervisor<string>({
    launch() {
      if (!canLaunch()) throw new Error('no file is left to open')
      const engine = launchFake(answers(engines.length + 1), engines.length + 1)
      engines.push(engine)
      return engine
    },
    onChange: (state) => states.push(state),
    onRunning: () => {},
    note: () => {},
  })
  const engine = (number: number): FakeEngine => {
    const found = engines[number - 1]
    if (!found) throw new Error(`There is no engine ${number}.`)
    return found
  }
  return { supervisor, engines, engine, states }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('it runs when it has answered, and gives ports before that already', async () => {
  const { supervisor, states } = supervise()
  expect(supervisor.openPort()).toBeNull()
  supervisor.start()
  expect([supervisor.state().state, supervisor.openPort()]).toEqual(['starting', 'port of 1'])
  await settle()
  expect(states).toMatchObject([{ state: 'running', restarts: 0, message: null }])
})

test('one that ends is started again, and the page is told why', async () => {
  const { supervisor, engine, states } = supervise()
  supervisor.start()
  await settle()
  engine(1).exit('ended unexpectedly (exit code 9)')
  await settle()
  expect(supervisor.openPort()).toBeNull()
  await vi.advanceTimersByTimeAsync(supervision.pausesMs[0])
  expect(states.slice(1)).toMatchObject([
    { state: 'restarting', restarts: 1, message: 'The engine ended unexpectedly (exit code 9).' },
    { state: 'running', restarts: 1, message: null },
  ])
  expect(supervisor.openPort()).toBe('port of 2')
})

test('after five restarts in a row it is given up, until somebody asks again', async () => {
  const { supervisor, engines, engine, states } = supervise()
  supervisor.start()
  for (let number = 1; number <= 6; number += 1) {
    await settle()
    engine(number).exit('ended')
    await vi.advanceTimersByTimeAsync(supervision.pausesMs[number - 1] ?? 60_000)
  }
  expect(engines).toHaveLength(6)
  expect(states.at(-1)).toMatchObject({ state: 'failed', restarts: 5, message: 'The engine ended.' })
  supervisor.restart()
  await settle()
  expect(states.slice(-2).map(({ state, restarts }) => [state, restarts])).toMatchObject([
    ['starting', 0],
    ['running', 0],
  ])
})

test('one that says itself that it cannot run is not started in vain', async () => {
  const { supervisor, engine, engines } = supervise()
  supervisor.start()
  engine(1).exit('cannot run: its directory is not its own', true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(engines).toHaveLength(1)
  expect(supervisor.state()).toMatchObject({
    state: 'failed',
    restarts: 0,
    message: 'The engine cannot run: its directory is not its own.',
  })
})

test('one that ran well for a while has its count forgotten', async () => {
  const { supervisor, engine } = supervise()
  supervisor.start()
  await settle()
  engine(1).exit('ended')
  await settle()
  await vi.advanceTimersByTimeAsync(supervision.pausesMs[0])
  expect(supervisor.state().restarts).toBe(1)
  await vi.advanceTimersByTimeAsync(supervision.wellAfterMs)
  expect(supervisor.state()).toMatchObject({
    state: 'running',
    restarts: 0,
    message: null,
    answeredAt: expect.any(String),
  })
})

test('one that stops answering is killed and started again', async () => {
  const { supervisor, engine, engines, states } = supervise()
  supervisor.setWatched(true)
  supervisor.start()
  await settle()
  await vi.advanceTimersByTimeAsync(3 * supervision.heartbeatMs)
  expect(engines).toHaveLength(1)
  engine(1).answers = false
  await vi.advanceTimersByTimeAsync(supervision.heartbeatMs + supervision.unresponsiveMs)
  expect(engine(1).wasTold).toEqual(['kill'])
  expect(states.at(-1)).toMatchObject({
    state: 'restarting',
    restarts: 1,
    message: 'The engine stopped answering.',
  })
  await vi.advanceTimersByTimeAsync(supervision.pausesMs[0])
  expect(supervisor.state().state).toBe('running')
})

test('one that is slow to answer is said to be silent until it does', async () => {
  const { supervisor, engine, states } = supervise()
  supervisor.setWatched(true)
  supervisor.start()
  await settle()
  engine(1).answers = false
  await vi.advanceTimersByTimeAsync(supervision.heartbeatMs + supervision.silentMs)
  expect(supervisor.state()).toMatchObject({
    state: 'silent',
    restarts: 0,
    message: null,
    answeredAt: expect.any(String),
  })
  engine(1).answerLate()
  await settle()
  expect(states.map(({ state }) => state)).toEqual(['running', 'silent', 'running'])
  await vi.advanceTimersByTimeAsync(3 * supervision.heartbeatMs)
  expect(supervisor.state().state).toBe('running')
  expect(engine(1).wasTold).toEqual([])
})

test('one that stays silent is ended, and one that nobody looks at meanwhile is asked again when somebody does', async () => {
  const { supervisor, engine, states } = supervise()
  supervisor.setWatched(true)
  supervisor.start()
  await settle()
  engine(1).answers = false
  await vi.advanceTimersByTimeAsync(supervision.heartbeatMs + supervision.silentMs)
  supervisor.setWatched(false)
  await vi.advanceTimersByTimeAsync(10 * supervision.unresponsiveMs)
  expect([supervisor.state().state, engine(1).wasTold]).toEqual(['silent', []])
  supervisor.setWatched(true)
  await vi.advanceTimersByTimeAsync(supervision.heartbeatMs + supervision.unresponsiveMs)
  expect(engine(1).wasTold).toEqual(['kill'])
  expect(states.map(({ state }) => state).slice(0, 2)).toEqual(['running', 'silent'])
  expect(states.at(-1)?.state).toBe('restarting')
})

test('nobody listens to its heart while the window is hidden', async () => {
  const { supervisor, engine } = supervise()
  supervisor.setWatched(true)
  supervisor.start()
  await settle()
  supervisor.setWatched(false)
  expect(vi.getTimerCount()).toBe(0)
  engine(1).answers = false
  await vi.advanceTimersByTimeAsync(10 * supervision.unresponsiveMs)
  expect(engine(1).wasTold).toEqual([])
  supervisor.setWatched(true)
  await vi.advanceTimersByTimeAsync(supervision.heartbeatMs + supervision.unresponsiveMs)
  expect(engine(1).wasTold).toEqual(['kill'])
})

test('one that never answers is killed too', async () => {
  const { supervisor, engine } = supervise((number) => number > 1)
  supervisor.start()
  await vi.advanceTimersByTimeAsync(supervision.startMs)
  expect(supervisor.state().message).toBe('The engine did not answer after its start.')
  expect(engine(1).wasTold).toEqual(['kill'])
  await vi.advanceTimersByTimeAsync(supervision.pausesMs[0])
  expect(supervisor.state().state).toBe('running')
})

test('at the end it is asked first, killed when that does not help, and not started again', async () => {
  const { supervisor, engine, engines } = supervise()
  supervisor.start()
  await settle()
  const stopped = supervisor.stop()
  expect(engine(1).wasTold).toEqual(['end'])
  await vi.advanceTimersByTimeAsync(supervision.endMs)
  await stopped
  expect(engine(1).wasTold).toEqual(['end', 'kill'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(engines).toHaveLength(1)
})

test('one that cannot even be launched is tried again, then given up with the reason', async () => {
  let canLaunch = true
  const { supervisor, engine, engines } = supervise(undefined, () => canLaunch)
  supervisor.start()
  await settle()
  canLaunch = false
  engine(1).exit('ended')
  await settle()
  await vi.advanceTimersByTimeAsync(supervision.pausesMs[0])
  const message = 'The engine could not be started: no file is left to open.'
  expect(supervisor.state()).toMatchObject({ state: 'restarting', restarts: 2, message })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(supervisor.state()).toMatchObject({ state: 'failed', restarts: 5, message })
  canLaunch = true
  supervisor.restart()
  await settle()
  expect([supervisor.state().state, engines.length]).toEqual(['running', 2])
})

test('while the app ends nobody starts another one', async () => {
  const { supervisor, engine, engines } = supervise()
  supervisor.start()
  engine(1).exit('cannot run', true)
  await settle()
  expect(supervisor.state().state).toBe('failed')
  await supervisor.stop()
  supervisor.restart()
  await settle()
  expect([supervisor.state().state, engines.length]).toEqual(['failed', 1])
})
