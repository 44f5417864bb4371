import { expect, it } from 'vitest'
import { candidatesOn } from '../../../../electron/engine/roots/candidates.ts'

it('for root are those of the machine and of every user', () => {
  const found = candidatesOn({ uid: 0, runDirectory: '/run', userRunDirectory: null })
  expect(found.map(({ pattern, kind }) => `${kind} ${pattern}`)).toEqual([
    'runc /run/runc',
    'docker /run/docker/runtime-runc/*',
    'containerd /run/containerd/runc/*',
    'cri-o /run/crio/runc',
    'runc /run/user/*/runc',
    'docker /run/user/*/docker/runtime-runc/*',
    'containerd /run/user/*/containerd/runc/*',
  ])
})

it.each([
  [null, '/run/user/1000/runc'],
  ['/elsewhere', '/elsewhere/runc'],
])('for a user with the run directory %s is %s among them, and nobody else’s', (userRunDirectory, own) => {
  const patterns = candidatesOn({ uid: 1000, runDirectory: '/run', userRunDirectory }).map(
    ({ pattern }) => pattern,
  )
  expect(patterns).toContain(own)
  expect(patterns.filter((pattern) => pattern.includes('/user/*'))).toEqual([])
})
