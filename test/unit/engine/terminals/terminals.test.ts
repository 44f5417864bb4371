import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultShell } from '../../../../electron/engine/terminals/default-shell.ts'
import { findProgramInside } from '../../../../electron/engine/terminals/inside-root.ts'
import { createTerminals } from '../../../../electron/engine/terminals/terminals.ts'
import { createMemoryRuntime, memoryState } from '../../../fixtures/engine/memory-runtime.ts'

const size = { columns: 80, rows: 24 }
const never = new AbortController().signal

describe('terminals', () => {
  function setUp() {
    const runtime = createMemoryRuntime()
    runtime.put('c', {})
    const changed = vi.fn<(sessions: unknown[]) => void>()
    const terminals = createTerminals(runtime, changed, () => {})
    const open = () => terminals.open(runtime.get('c'), { args: ['sh'] }, size, never)
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

describe('the default shell', () => {
  let root: string

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'runc-desktop-shell-'))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  function program(path: string, mode = 0o755): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), '', { mode })
  }
  function link(path: string, target: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(target, join(root, path))
  }
  const shell = () => defaultShell(memoryState('c', { pid: null, rootfs: root }))

  it.each([
    ['/bin/bash', () => ['bin/sh', 'bin/ash', 'bin/bash'].forEach((path) => program(path))],
    ['/bin/ash', () => ['bin/sh', 'bin/ash'].forEach((path) => program(path))],
    [
      '/bin/sh',
      () => {
        program('bin/sh')
        program('bin/bash', 0o644)
        mkdirSync(join(root, 'bin/ash'))
      },
    ],
  ])('is %s when that is the best there is', (expected, make) => {
    make()
    expect(shell()).toBe(expected)
  })

  it('is found through links, as the container sees them', () => {
    link('bin', 'usr/bin')
    program('usr/lib/shell')
    link('usr/bin/sh', '/usr/lib/../lib/shell')
    link('usr/bin/bash', '../../../../../../../../usr/lib/shell')
    expect(shell()).toBe('/bin/bash')
  })

  it('is never looked for outside the container', () => {
    // All of these exist on this machine, and not in the container.
    link('bin/bash', '/bin/sh')
    link('bin/ash', '../../../../../../../../../bin/cat')
    link('bin/sh', '/proc/self/exe')
    expect(shell).toThrow(
      'There is no shell in this container: none of /bin/bash, /bin/ash, /bin/sh is there.',
    )
  })

  it('is not found at the end of a chain without end', () => {
    link('bin/bash', 'bash')
    link('bin/ash', '/bin/sh/')
    link('bin/sh', '/bin/ash')
    expect(findProgramInside(root, ['/bin/bash', '/bin/ash', '/bin/sh', '/', '/..', ''])).toBeNull()
  })

  it('is /bin/sh where nothing can be seen', () => {
    expect(defaultShell(memoryState('c', { pid: null, rootfs: join(root, 'gone') }))).toBe('/bin/sh')
  })

  it('is looked for in the running process first', () => {
    const state = memoryState('c', { pid: process.pid, rootfs: root })
    expect(['/bin/bash', '/bin/sh']).toContain(defaultShell(state))
  })
})
