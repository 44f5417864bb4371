import { execFileSync } from 'node:child_process'
import { chownSync, linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { capabilityNames } from '../../../electron/engine/config/capability-names.ts'
import { readConfigFile } from '../../../electron/engine/config/config-file.ts'
import { parseLimits } from '../../../electron/engine/config/in-force.ts'
import { viewSpec } from '../../../electron/engine/config/spec-view.ts'
import { configView } from '../../../src-shared/config-contract.ts'

describe('a config.json as it is shown', () => {
  it('is what runc spec writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rd-config-'))
    execFileSync('runc', ['spec'], { cwd: folder })
    const view = viewSpec(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')))
    rmSync(folder, { recursive: true })
    expect(configView.parse(view)).toEqual(view)
    expect(view).toMatchObject({
      hostname: 'runc',
      process: { args: ['sh'], terminal: true, noNewPrivileges: true, user: '0:0' },
      root: { path: 'rootfs', readonly: true },
      seccomp: null,
    })
    expect(view?.process?.capabilities?.bounding).toContain('CAP_KILL')
    expect(view?.mounts[0]).toMatchObject({ destination: '/proc', type: 'proc', source: 'proc' })
  })

  it('passes over what is not as it should be, and cuts what is long', () => {
    expect(viewSpec([])).toBeNull()
    const view = viewSpec({
      process: {
        args: ['x'.repeat(10_000), 5],
        user: 'root',
        rlimits: [{ type: 'RLIMIT_CORE', soft: 2 ** 64, hard: 1 }],
      },
      mounts: Array.from({ length: 5000 }, () => ({})),
      linux: { namespaces: 'all', devices: [{ path: '/dev/x', type: 'c', major: 1, fileMode: 438 }] },
      hooks: { prestart: [{ path: '/hook', args: ['a'] }], unknown: [{}] },
      annotations: { key: 5 },
    })
    expect(configView.parse(view)).toEqual(view)
    expect(view).toMatchObject({
      process: { args: [`${'x'.repeat(4096)}…`], user: '0:0', rlimits: [{ soft: 'unlimited', hard: '1' }] },
      namespaces: [],
      devices: [{ path: '/dev/x', number: '1:*', mode: '0666' }],
      hooks: [{ stage: 'prestart', path: '/hook', args: ['a'] }],
      annotations: [{ name: 'key', value: '5' }],
    })
    expect(view?.mounts.length).toBe(2000)
  })
})

const isRoot = process.getuid?.() === 0

describe('a config.json that another user could have put there', () => {
  it.skipIf(!isRoot)(
    'is theirs or root’s, and no link to what is not (needs root to change owners)',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'rd-config-'))
      const file = (name: string) => join(folder, name)
      for (const name of ['secret', 'theirs', 'roots', 'third'])
        writeFileSync(file(name), name, { mode: 0o600 })
      chownSync(file('theirs'), 1234, 1234)
      chownSync(file('third'), 4321, 4321)
      symlinkSync('secret', file('soft'))
      linkSync(file('secret'), file('hard'))
      const textOf = async (name: string, uid: number | null) =>
        (await readConfigFile(file(name), 100, uid)).text
      expect(await Promise.all(['theirs', 'roots'].map((name) => textOf(name, 1234)))).toEqual([
        'theirs',
        'roots',
      ])
      for (const name of ['soft', 'hard', 'third']) {
        await expect(textOf(name, 1234)).rejects.toMatchObject({
          code: 'PermissionDenied',
          message: expect.stringContaining('user 1234'),
        })
      }
      // Nobody but root and we could have made these.
      expect(await textOf('soft', null)).toBe('secret')
      rmSync(folder, { recursive: true })
    },
  )
})

describe('what holds for a process', () => {
  it('has its capabilities by name', () => {
    expect(capabilityNames('0000000000000021')).toEqual(['CAP_CHOWN', 'CAP_KILL'])
    expect(capabilityNames('8000000000200000')).toEqual(['CAP_SYS_ADMIN', 'CAP_63'])
    expect(capabilityNames('000001ffffffffff').at(-1)).toBe('CAP_CHECKPOINT_RESTORE')
    expect(capabilityNames('0')).toEqual([])
  })

  it('has its limits by the names of config.json', () => {
    const limits = parseLimits(readFileSync('/proc/self/limits', 'utf8'))
    expect(limits.map(({ type }) => type)).toContain('RLIMIT_NOFILE')
    expect(
      parseLimits('Max open files            1024                 unlimited            files     \n'),
    ).toEqual([{ type: 'RLIMIT_NOFILE', soft: '1024', hard: 'unlimited' }])
  })
})
