// Where logs are found, on paths that other users may have made anything of.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findOrigin, type FoundOrigin } from '../../../../electron/engine/logs/find-origin.ts'
import { readPage } from '../../../../electron/engine/logs/pages.ts'
import type { Container } from '../../../../electron/runtime/index.ts'
import type { ContainerOwner } from '../../../../src-shared/model.ts'
import { record } from './log-text.ts'

let bundle: string
beforeEach(() => {
  bundle = mkdtempSync(join(tmpdir(), 'rd-origin-'))
})
afterEach(() => rmSync(bundle, { recursive: true }))

function find(
  kind: ContainerOwner['kind'],
  { foreignUid = null, logPath = null }: { foreignUid?: number | null; logPath?: string | null } = {},
): Promise<FoundOrigin> {
  const state = { id: 'web', bundle, foreignUid, annotations: {}, status: 'stopped' }
  return findOrigin({ logPath, state: () => state } as unknown as Container, { kind } as ContainerOwner)
}
function reasonOf(found: FoundOrigin): string | null {
  return 'reason' in found ? found.reason : null
}

describe('the log of another manager', () => {
  const log = (): string => join(bundle, 'ctr.log')
  const pid = (): string => join(bundle, 'conmon.pid')

  it('is found whatever stands where conmon’s process id should', async () => {
    writeFileSync(log(), record('hello'))
    execFileSync('mkfifo', [pid()])
    expect(await find('podman')).toMatchObject({ origin: { path: log() } })
    rmSync(pid())
    symlinkSync('/dev/zero', pid())
    expect(await find('podman')).toMatchObject({ origin: { path: log() } })
    rmSync(pid())
    writeFileSync(pid(), '1'.repeat(100_000))
    expect(await find('podman')).toMatchObject({ origin: { path: log() } })
  })

  it('has to be its user’s own', async () => {
    writeFileSync(log(), record('secret'))
    const { uid } = statSync(log())
    expect(reasonOf(await find('podman', { foreignUid: uid + 1 }))).toMatch(/belongs to another user/)
    expect(await find('podman', { foreignUid: uid })).toMatchObject({ origin: { uid } })
  })

  it('is refused, and not empty, when it has become another user’s', async () => {
    writeFileSync(log(), record('secret'))
    const { uid } = statSync(log())
    const found = await find('podman', { foreignUid: uid })
    if ('reason' in found) throw new Error(found.reason)
    const page = readPage(
      { ...found.origin, uid: uid + 1 },
      { from: 'start', direction: 'behind', output: null },
    )
    await expect(page).rejects.toMatchObject({ code: 'PermissionDenied' })
  })

  it('is not looked for behind a link', async () => {
    writeFileSync(join(bundle, 'other'), record('secret'))
    symlinkSync('other', log())
    expect(reasonOf(await find('podman'))).toMatch(/is a link/)
    rmSync(log())
    expect(reasonOf(await find('podman'))).toMatch(/is not there/)
  })
})

it('tells that the oldest of our own output was cleared', async () => {
  const logPath = join(bundle, 'ctr.log')
  writeFileSync(`${logPath}.1`, record('first'))
  writeFileSync(`${logPath}.2`, record('second'))
  expect(await find('self', { logPath })).toMatchObject({ origin: { note: null } })
  rmSync(`${logPath}.1`)
  expect(await find('self', { logPath })).toMatchObject({
    origin: { note: expect.stringMatching(/cleared/) },
  })
})
