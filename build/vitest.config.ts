// Two projects: unit (pure, quick, anywhere) and integration (real runc and conmon, one file at a time because
// cgroups and two cores are shared).
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  test: {
    projects: [
      { root, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], environment: 'node' } },
      {
        root,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // A condition that is waited for may take its time on a busy machine; that it never comes is the failure.
          expect: { poll: { timeout: 15_000, interval: 20 } },
        },
      },
    ],
  },
})
