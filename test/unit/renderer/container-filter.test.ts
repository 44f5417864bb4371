import { expect, test } from 'vitest'
import { parseFilter } from '../../../renderer/stores/container-filter.ts'
import { container } from './samples.ts'

const all = [
  container('web-1'),
  container('web-2', { status: 'paused', owner: 'self' }),
  container('db', { status: 'stopped', bundle: '/srv/WEB/db', pid: null }),
]

test.each([
  ['', ['web-1', 'web-2', 'db']],
  ['web', ['web-1', 'web-2', 'db']],
  ['WEB-', ['web-1', 'web-2']],
  ['web state:run', ['web-1']],
  ['state:', ['web-1', 'web-2', 'db']],
  ['status:paused', ['web-2']],
  ['-state:stopped', ['web-1', 'web-2']],
  ['!web-1', ['web-2', 'db']],
  ['owner:me', ['web-2']],
  ['owner:other web', ['web-1', 'db']],
  ['owner:nobody', []],
  ['100', ['web-1', 'web-2']],
  ['-', ['web-1', 'web-2']],
])('%j', (text, expected) => {
  const matches = parseFilter(text) ?? (() => true)
  expect(all.filter(matches).map(({ id }) => id)).toEqual(expected)
})
