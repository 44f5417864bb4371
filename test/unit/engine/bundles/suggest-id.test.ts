import { expect, it } from 'vitest'
import { firstFree, suggestId } from '../../../../electron/engine/bundles/suggest-id.ts'
import { idProblem } from '../../../../src-shared/container-id.ts'

it.each([
  ['/srv/web', 'web'],
  ['/srv/web/', 'web'],
  ['/srv/my web (old)', 'my-web-old'],
  ['/srv/-rf', 'rf'],
  ['/srv/.hidden', 'hidden'],
  ['/srv/web/bundle', 'web-bundle'],
  ['/srv/日本', 'container'],
  ['/', 'container'],
  ['/bundle', 'bundle'],
  ['/srv/taken', 'taken-3'],
  [`/srv/${'x'.repeat(255)}`, 'x'.repeat(200)],
])('suggests for %s the id %s', (path, expected) => {
  const suggested = suggestId(path, (id) => id === 'taken' || id === 'taken-2')
  expect(suggested).toBe(expected)
  expect(idProblem(suggested)).toBeNull()
})

it('finds the first free number', () => {
  expect(firstFree('sample', 1, () => false)).toBe('sample-1')
  expect(firstFree('sample', 1, (id) => id !== 'sample-12')).toBe('sample-12')
})
