// Unit tests (pure, quick, anywhere), those of the page in a module graph of each file's own since its stores are modules;
// and integration (real runc and conmon), two files at a time: each has a runc root, a state directory and cgroups of its
// own, and waits more than it works.
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          exclude: ['test/unit/renderer/**'],
          environment: 'node',
          pool: 'threads',
          isolate: false,
        },
      },
      {
        root,
        test: {
          name: 'unit-renderer',
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
          environment: 'node',
          pool: 'threads',
        },
      },
      {
        root,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // A condition that is waited for may take its time on a busy machine; that it never comes is the failure.
          expect: { poll: { timeout: 15_000, interval: 20 } },
        },
      },
    ],
  },
})
