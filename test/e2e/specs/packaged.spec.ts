// The packaged application: that it starts, shows real containers and runs a program in one. Everything else is tested
// on the same code unpacked.
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '../fixtures.ts'

test('the packaged app shows what runs and opens a shell in it', async ({ desktop, workspace }) => {
  const { shell, app } = desktop
  expect(await app.evaluate(({ app: electron }) => electron.isPackaged)).toBe(true)
  await shell.containers.createSample()
  await shell.containers.expectStatus('sample-1', 'created')
  await shell.containers.action('sample-1', 'Start').click()
  await shell.containers.expectStatus('sample-1', 'running')
  await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('outside'), 'outside')
  await shell.containers.expectStatus('outside', 'running')
  await shell.containers.action('outside', 'Open terminal').click()
  const terminal = shell.terminals.of('outside')
  await terminal.type('echo packaged-$((6 * 7))')
  await terminal.expectText('packaged-42')
  await shell.containers.delete('sample-1')
  await shell.containers.expectGone('sample-1')
})

test('the packaged program has the fuses that were asked for', async ({ identity }) => {
  const wire: Partial<Record<number, number>> = await getCurrentFuseWire(identity.executable)
  const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(wire[fuse] ?? 0) === '1'
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    // Off in what is released. Playwright could not drive this one without it.
    nodeInspector: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    archiveIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyFromArchive: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    ownSnapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    filePrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    nodeInspector: true,
    archiveIntegrity: false,
    onlyFromArchive: true,
    ownSnapshot: false,
    filePrivileges: false,
  })
})
