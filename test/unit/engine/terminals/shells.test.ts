import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProgram, openInsideRoot } from '../../../../electron/engine/inside/inside-root.ts'
import { defaultShell } from '../../../../electron/engine/terminals/shells.ts'

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
  const shell = () => defaultShell({ root: '/r', id: 'a', pid: null, rootfs: root })

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
  ])('is %s when that is the best there is', async (expected, make) => {
    make()
    expect(await shell()).toBe(expected)
  })

  it('is found through links, as the container sees them', async () => {
    link('bin', 'usr/bin')
    program('usr/lib/shell')
    link('usr/bin/sh', '/usr/lib/../lib/shell')
    link('usr/bin/bash', '../../../../../../../../usr/lib/shell')
    expect(await shell()).toBe('/bin/bash')
  })

  it('is never looked for outside the container', async () => {
    // All of these exist on this machine, and not in the container.
    link('bin/bash', '/bin/sh')
    link('bin/ash', '../../../../../../../../../bin/cat')
    link('bin/sh', '/proc/self/exe')
    await expect(shell()).rejects.toThrow(
      'There is no shell in this container: none of /bin/bash, /bin/ash, /bin/sh is there.',
    )
  })

  it('is not found at the end of a chain without end', async () => {
    link('bin/bash', 'bash')
    link('bin/ash', '/bin/sh/')
    link('bin/sh', '/bin/ash')
    const inside = await openInsideRoot(root)
    expect(await findProgram(inside, ['/bin/bash', '/bin/ash', '/bin/sh', '/', '/..', ''])).toBeNull()
    await inside.close()
  })

  it('is /bin/sh where nothing can be seen', async () => {
    expect(await defaultShell({ root: '/r', id: 'a', pid: null, rootfs: join(root, 'gone') })).toBe('/bin/sh')
  })

  it('is looked for in the running process first', async () => {
    const state = { root: '/r', id: 'a', pid: process.pid, rootfs: root }
    expect(['/bin/bash', '/bin/sh']).toContain(await defaultShell(state))
  })
})
