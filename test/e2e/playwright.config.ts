// End-to-end tests: the built app in real Electron on real runc. Once as root, once as an ordinary user with
// Chromium's sandbox on, once as the packaged application.
import { defineConfig } from '@playwright/test'
import type { DesktopOptions } from './fixtures.ts'

const everything = '**/*.spec.ts'

export default defineConfig<object, DesktopOptions>({
  testDir: './specs',
  outputDir: '../../test-results',
  globalSetup: './support/global-setup.ts',
  // cgroups, the display and two cores are shared.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // A start takes some 2 s on a busy two-core machine, and no test starts the app more than thrice.
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  projects: [
    {
      name: 'root',
      testMatch: everything,
      testIgnore: ['**/sandbox.spec.ts', '**/unreadable.spec.ts', '**/packaged.spec.ts'],
      use: { identityName: 'root' },
    },
    {
      name: 'user',
      testMatch: ['main-path', 'outside', 'sandbox', 'unreadable'].map((name) => `**/${name}.spec.ts`),
      use: { identityName: 'user' },
    },
    { name: 'packaged', testMatch: '**/packaged.spec.ts', use: { identityName: 'packaged' } },
  ],
})
