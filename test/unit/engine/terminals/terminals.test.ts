import type { ContainerSummary } from '../../../../src-shared/model.ts'
import { plainShell } from '../../../../src-shared/plain-shell.ts'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openTerminalMemory } from '../../../../electron/engine/terminals/memory.ts'
import { createTerminals } from '../../../../electron/engine/terminals/terminals.ts'
import { createMemoryRuntime } from '../../../fixtures/engine/memory-runtime.ts'

const size = { columns: 80, rows: 24 }
const signal = new AbortController().signal
const opening = { request: { ...plainShell, args: ['sh'] }, size, signal }
const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

describe('terminals', () => {
  function setUp() {
    const runtime = createMemoryRuntime()
    runtime.put('c', {})
    const changed = vi.fn<(sessions: unknown[]) => void>()
    const directory = mkdtempSync(join(tmpdir(), 'runc-desktop-terminals-'))
    folders.push(directory)
    const memory = openTerminalMemory(join(directory, 'terminals.json'), () => {})
    const terminals = createTerminals(changed, memory, () => {})
    const open = () => terminals.open(runtime, runtime.get('c'), opening)
    return { runtime, changed, terminals, open, memory, directory }
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

  it('are run again in their own place, under the name they had', async () => {
    const { runtime, terminals, open, changed } = setUp()
    const first = await open()
    const second = await open()
    terminals.rename(first.id, 'build')
    runtime.processes[0]?.end({ code: 2 })
    const again = await terminals.open(runtime, runtime.get('c'), opening, first.id)
    expect(again).toMatchObject({ name: 'build', exit: null })
    expect(terminals.list().map(({ id }) => id)).toEqual([again.id, second.id])
    expect(changed.mock.lastCall?.[0]).toEqual(terminals.list())
  })

  it('say that their container is paused, while it is', async () => {
    const { terminals, open } = setUp()
    await open()
    const row = { key: '/run/memory/c', status: 'paused' } as ContainerSummary
    terminals.containersChanged([row])
    expect(terminals.list()).toMatchObject([{ notice: expect.stringContaining('paused') }])
    terminals.containersChanged([{ ...row, status: 'running' }])
    expect(terminals.list()).toMatchObject([{ notice: null }])
  })

  it('are remembered by what they ran, latest first and each once', async () => {
    const { runtime, terminals, memory, directory } = setUp()
    const run = (args: string[]) =>
      terminals.open(runtime, runtime.get('c'), { ...opening, request: { ...plainShell, args } })
    for (const args of [['ls'], ['top'], ['ls']]) await run(args)
    expect(memory.recent('/run/memory/c').map(({ args }) => args)).toEqual([['ls'], ['top']])
    for (let count = 0; count < 30; count += 1) await run([`program-${count}`])
    const later = openTerminalMemory(join(directory, 'terminals.json'), () => {})
    expect(later.recent('/run/memory/c')).toHaveLength(20)
    expect(later.recent('/run/memory/c')[0]?.args).toEqual(['program-29'])
  })

  it('set a file of theirs aside that cannot be understood', () => {
    const { directory } = setUp()
    const path = join(directory, 'terminals.json')
    writeFileSync(path, '{"version": 9')
    const log = vi.fn<(sentence: string) => void>()
    expect(openTerminalMemory(path, log).recent('/run/memory/c')).toEqual([])
    expect(log.mock.lastCall?.[0]).toContain('set aside')
    expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"version": 9')
  })
})
