// `npm run pictures`: pictures of every screen from real containers, for docs/ and for whoever judges the look. Not a
// test; kept out of playwright.config.ts so that testing never rewrites the documentation.
import { defineConfig } from '@playwright/test'
import type { DesktopOptions } from '../fixtures.ts'

export default defineConfig<object, DesktopOptions>({
  testDir: '.',
  testMatch: '*.pictures.ts',
  outputDir: '../../../test-results/pictures',
  globalSetup: '../support/global-setup.ts',
  workers: 1,
  timeout: 120_000,
  reporter: 'list',
  use: { identityName: 'root' },
})
