// What a spec is given: a workspace of its own and the app, started in it. After each test nothing is left, and an app
// that complained of anything has failed; on failure everything that tells why is attached.
import { test as base, type TestInfo } from '@playwright/test'
import { Desktop, problemsInLog, type LaunchOptions } from './support/desktop.ts'
import { createIdentity, whyNot, type Identity, type IdentityName } from './support/identity.ts'
import { Workspace } from './support/workspace.ts'

export { expect } from '@playwright/test'
export type { Desktop } from './support/desktop.ts'
export type { Workspace } from './support/workspace.ts'

export interface DesktopOptions {
  identityName: IdentityName
}

interface WorkerFixtures extends DesktopOptions {
  identity: Identity
}

interface TestFixtures {
  canRun: void
  workspace: Workspace
  /** Starts the app, once or several times in a test. */
  launch: (options?: LaunchOptions) => Promise<Desktop>
  /** The app, started and ready. */
  desktop: Desktop
  /** Patterns of complaints that a test provokes on purpose. */
  expectedComplaints: RegExp[]
}

/** What tells of a failure and does not come in this time is given up: its loss is no failure. */
const evidenceWithinMs = 10_000

export const test = base.extend<TestFixtures, WorkerFixtures>({
  identityName: ['root', { option: true, scope: 'worker' }],

  identity: [
    async ({ identityName }, provide) => {
      const identity = await createIdentity(identityName)
      await provide(identity)
      await identity.dispose()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // Before identities are made: a project that cannot run here is skipped, and says why.
  canRun: [
    async ({ identityName }, provide, testInfo) => {
      const reason = whyNot(identityName)
      testInfo.skip(reason !== null, reason ?? '')
      await provide()
    },
    { auto: true },
  ],

  workspace: async ({ identity }, provide) => {
    const workspace = new Workspace(identity)
    await provide(workspace)
    await workspace.dispose()
  },

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what a fixture depends on.
  expectedComplaints: async ({}, provide) => {
    await provide([])
  },

  launch: async ({ workspace, expectedComplaints }, provide, testInfo) => {
    const desktops: Desktop[] = []
    await provide(async (options) => {
      const desktop = await Desktop.launch(workspace, options)
      desktops.push(desktop)
      if (process.env.RUNC_DESKTOP_TEST_TRACE === '1') await desktop.record()
      return desktop
    })
    const complaints = desktops.flatMap((desktop) => desktop.complaints)
    const unexpected = [...complaints, ...problemsInLog(workspace)].filter(
      (complaint) => !expectedComplaints.some((pattern) => pattern.test(complaint)),
    )
    const hasFailed = testInfo.status !== testInfo.expectedStatus || unexpected.length > 0
    for (const [index, desktop] of desktops.entries()) await end(desktop, index, testInfo, hasFailed)
    if (hasFailed) await attachEvidence(workspace, testInfo)
    base.expect(unexpected, 'what the app complained of').toEqual([])
  },

  desktop: async ({ launch }, provide) => {
    const desktop = await launch()
    await desktop.shell.isReady()
    await provide(desktop)
  },
})

async function end(desktop: Desktop, index: number, testInfo: TestInfo, hasFailed: boolean): Promise<void> {
  if (hasFailed) {
    await within(evidenceWithinMs, async () => {
      const screenshot = testInfo.outputPath(`window-${index}.png`)
      await desktop.page.screenshot({ path: screenshot })
      await testInfo.attach(`window-${index}`, { path: screenshot, contentType: 'image/png' })
      const trace = testInfo.outputPath(`trace-${index}.zip`)
      if (await desktop.stopRecording({ path: trace })) {
        await testInfo.attach(`trace-${index}`, { path: trace, contentType: 'application/zip' })
      }
      const body = await desktop.page.locator('body').ariaSnapshot()
      await testInfo.attach(`window-${index} in words`, { body, contentType: 'text/plain' })
    })
  }
  await desktop.close()
}

/** A window that is gone or hangs has no picture to give; that must not hide why the test failed. */
async function within(limitMs: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs)
  })
  await Promise.race([work().catch(() => {}), limit])
  clearTimeout(timer)
}

async function attachEvidence(workspace: Workspace, testInfo: TestInfo): Promise<void> {
  await testInfo.attach('main.log', { body: workspace.readLog(), contentType: 'text/plain' })
  await testInfo.attach('runc list', { body: await workspace.list(), contentType: 'text/plain' })
}
