import { describe, expect, it } from 'vitest'
import { actions } from '../../../src-shared/actions.ts'
import { managerWarning } from '../../../src-shared/manager-guard.ts'
import type { ContainerOwner, ManagerKind } from '../../../src-shared/model.ts'

function managed(kind: ManagerKind, facts: Partial<ContainerOwner> = {}) {
  return { id: 'c0ffee', owner: { kind, name: null, namespace: null, image: null, ...facts } }
}

describe('a container of nobody else’s', () => {
  it.each(['self', 'other'] as const)('of %s takes every action', (kind) => {
    expect(actions.map((action) => managerWarning(action, managed(kind)))).toEqual(actions.map(() => null))
  })
})

describe('a container of another manager', () => {
  it.each(['docker', 'containerd', 'kubernetes', 'podman', 'cri-o'] as const)(
    'of %s takes signals and shells, and warns of all else',
    (kind) => {
      const free = actions.filter((action) => managerWarning(action, managed(kind)) === null)
      expect(free).toEqual(['kill', 'terminal'])
    },
  )

  it.each([
    ['docker', 'pause', { name: 'web' }, 'docker pause web'],
    ['docker', 'resume', { name: 'web' }, 'docker unpause web'],
    ['docker', 'stop', {}, 'docker stop c0ffee'],
    ['podman', 'delete', { name: 'db' }, 'podman rm --force db'],
    ['podman', 'start', { name: 'db' }, 'podman start db'],
    ['containerd', 'stop', { namespace: 'ci' }, 'ctr --namespace ci task kill --signal SIGTERM c0ffee'],
    ['containerd', 'pause', {}, 'ctr --namespace default task pause c0ffee'],
    ['containerd', 'start', { namespace: 'ci' }, undefined],
    ['kubernetes', 'stop', {}, 'crictl stop c0ffee'],
    ['kubernetes', 'pause', {}, undefined],
    ['cri-o', 'delete', {}, 'crictl rm --force c0ffee'],
  ] as const)('%s: for %s there is “%s”', (kind, action, facts, command) => {
    expect(managerWarning(action, managed(kind, facts))?.instead?.join(' ')).toBe(command)
  })

  it('is told of with what its manager would make of it', () => {
    expect(managerWarning('pause', managed('docker'))?.sentence).toBe(
      'It belongs to Docker. Docker is not told of a pause, shows it as running, and its health checks fail.',
    )
  })
})
