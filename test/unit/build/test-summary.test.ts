// How `npm test` counts: what the tools report, what crashed without a report, and the cgroup mounts it has to take away.
import { describe, expect, it } from 'vitest'
import { readCgroupMounts } from '../../../build/test/cgroup-v2.mjs'
import { countPlaywright, resultOfCheck, resultOfSkip, resultOfTests } from '../../../build/test/report.mjs'
import { totals } from '../../../build/test/summary.mjs'

const ended = { ok: true, code: 0, timedOut: false, stdout: '', output: '' }
const crashed = { ...ended, ok: false, code: 1, output: 'boom' }

describe('countPlaywright', () => {
  it('walks nested suites and keeps the reasons of skips', () => {
    const spec = (
      title: string,
      status: string,
      annotations: { type: string; description?: string }[] = [],
    ) => ({
      title,
      tests: [
        {
          status,
          projectName: 'app',
          annotations,
          results: [{ errors: [{ message: '\u001B[31mError\u001B[39m: no such row\n  at line 1' }] }],
        },
      ],
    })
    const report = {
      suites: [
        {
          title: 'a.spec.ts',
          specs: [spec('works', 'expected'), spec('broke', 'unexpected'), spec('shaky', 'flaky')],
          suites: [
            {
              title: 'as a user',
              specs: [spec('later', 'skipped', [{ type: 'skip', description: 'needs root' }])],
            },
          ],
        },
      ],
    }
    expect(countPlaywright(report)).toEqual({
      passed: 2,
      failed: 1,
      skips: [{ title: '[app] as a user › later', reason: 'needs root' }],
      failures: [{ title: '[app] broke', message: 'Error: no such row' }],
    })
  })
})

describe('results', () => {
  it('count a tool that failed without a failing test, or ended without a report, as one failure', () => {
    const nothing = { passed: 0, failed: 0, skips: [] }
    expect(resultOfTests(crashed, { passed: 3, failed: 0, skips: [] }).counts.failed).toBe(1)
    expect(resultOfTests(crashed, { passed: 3, failed: 2, skips: [] }).counts.failed).toBe(2)
    expect(resultOfTests(ended, undefined).outcome).toBe('failed')
    expect(resultOfTests(ended, nothing).outcome).toBe('passed')
  })

  it('add up, with a check counted only when it fails and a skipped step as one skip', () => {
    const results = [
      resultOfCheck(ended),
      resultOfCheck(crashed),
      resultOfTests(ended, { passed: 5, failed: 0, skips: [{ title: 'x', reason: 'y' }] }),
      resultOfSkip('integration', 'needs root'),
    ]
    expect(totals(results)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  })
})

describe('readCgroupMounts', () => {
  it('names the kind of the root, and the innermost mounts first', () => {
    const mounts = [
      'proc /proc proc rw 0 0',
      'tmpfs /sys/fs/cgroup tmpfs rw 0 0',
      'cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0',
      'cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0',
    ].join('\n')
    expect(readCgroupMounts(mounts)).toEqual({
      type: 'tmpfs',
      paths: ['/sys/fs/cgroup/unified', '/sys/fs/cgroup/cpu', '/sys/fs/cgroup'],
    })
    expect(readCgroupMounts('cgroup2 /sys/fs/cgroup cgroup2 rw 0 0').type).toBe('cgroup2')
  })
})
