import { plainShell } from '../../../../src-shared/plain-shell.ts'
import { describe, expect, it, vi } from 'vitest'
import { createTerminals } from '../../../../electron/engine/terminals/terminals.ts'
import { createMemoryRuntime } from '../../../fixtures/engine/memory-runtime.ts'

const size = { columns: 80, rows: 24 }
const signal = new AbortController().signal
const opening = { request: plainShell, spec: { args: ['sh'] }, size, signal }

describe('terminals', () => {
  function setUp() {
    const runtime = createMemoryRuntime()
    runtime.put('c', {})
    const changed = vi.fn<(sessions: unknown[]) => void>()
    const terminals = createTerminals(runtime, changed, () => {})
    const open = () => terminals.open(runtime.get('c'), opening)
    return { runtime, changed, terminals, open }
  }

  it('are listed with their end until they are closed', async () => {
    const { runtime, terminals, open, changed } = setUp()
    const first = await open()
    const second = await open()
    expect(first.id).not.toBe(second.id)
    runtime.processes[0]?.end({ code: 5 })
    expect(terminals.list()).toMatchObject([
      { id: first.id, exit: { code: 5 } },
      { id: second.id, exit: null },
    ])
    expect(changed.mock.lastCall?.[0]).toEqual(terminals.list())
    await terminals.close(first.id)
    await terminals.close(second.id)
    expect([terminals.list(), runtime.processes[1]?.isClosed]).toEqual([[], true])
    await expect(terminals.close(first.id)).rejects.toMatchObject({ code: 'NotFound' })
  })

  it('are 256 at most, those included that are being opened', async () => {
    const { terminals, open } = setUp()
    const opened = await Promise.allSettled(Array.from({ length: 260 }, open))
    expect(opened.filter(({ status }) => status === 'rejected')).toHaveLength(4)
    await expect(open()).rejects.toMatchObject({
      message: 'There are 256 terminals already; close one to open another.',
    })
    const [first] = terminals.list()
    await terminals.close(first?.id ?? '')
    expect(await open()).toMatchObject({ exit: null })
  })

  it('leave their place when the program cannot be started', async () => {
    const { runtime, terminals, open } = setUp()
    vi.spyOn(runtime, 'startProcess').mockRejectedValue(new Error('No.'))
    for (let attempt = 0; attempt < 300; attempt += 1) await expect(open()).rejects.toThrow('No.')
    expect(terminals.list()).toEqual([])
  })

  it('all end with the engine', async () => {
    const { runtime, terminals, open } = setUp()
    await Promise.all([open(), open()])
    await terminals.dispose()
    expect(runtime.processes.map(({ isClosed }) => isClosed)).toEqual([true, true])
  })
})
