import { expect, it } from 'vitest'
import { keyOf, splitKey } from '../../../src-shared/container-key.ts'

it.each([
  ['/run/runc', 'web'],
  ['/', 'web'],
  ['/a b/ü', '__proto__'],
])('%s and %s come back', (root, id) => {
  expect(splitKey(keyOf(root, id))).toEqual({ root, id })
})

it('is the path of the state directory', () => {
  expect([keyOf('/run/runc', 'web'), keyOf('/', 'web')]).toEqual(['/run/runc/web', '/web'])
})
