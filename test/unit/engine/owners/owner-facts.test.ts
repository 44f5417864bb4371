// What each manager leaves in the state, as measured with Docker 20.10, containerd 1.6 and Podman 4.3.
import { describe, expect, it } from 'vitest'
import { ownerOf } from '../../../../electron/engine/owners/owner-facts.ts'
import { memoryState } from '../../../fixtures/engine/memory-runtime.ts'

const id = '9f5fd3b3a3a4f6b1f3c1d0b0e1a2c3d4e5f60718293a4b5c6d7e8f9000112233'
const task = 'io.containerd.runtime.v2.task'

function owner(root: string, bundle: string, annotations: Record<string, string> = {}) {
  return ownerOf(memoryState(id, { root, bundle, annotations, isSupervised: false }))
}

describe('the owner', () => {
  it('is this app of what it made itself, wherever that lies', () => {
    const state = memoryState('web', { root: '/run/docker/runtime-runc/moby', isSupervised: true })
    expect(ownerOf(state).kind).toBe('self')
  })

  it.each([
    ['/run/docker/runtime-runc/moby', `/run/docker/containerd/daemon/${task}/moby/${id}`],
    ['/run/user/1000/docker/runtime-runc/moby', `/run/user/1000/docker/containerd/daemon/${task}/moby/${id}`],
    // Another --exec-root, and a state that cannot be read.
    ['/srv/exec/runtime-runc/moby', ''],
    ['/run/elsewhere', `/run/containerd/${task}/moby/${id}`],
  ])('in %s of %s is Docker', (root, bundle) => {
    expect(owner(root, bundle)).toEqual({ kind: 'docker', name: null, namespace: null, image: null })
  })

  it.each([
    ['/run/containerd/runc/default', `/run/containerd/${task}/default/web`, 'default'],
    ['/tmp/state/runc/ci', `/tmp/state/${task}/ci/web`, 'ci'],
    ['/run/containerd/runc/buildkit', '', 'buildkit'],
  ])('in %s of %s is containerd, with its namespace', (root, bundle, namespace) => {
    expect(owner(root, bundle)).toMatchObject({ kind: 'containerd', namespace })
  })

  it('of containerd is Kubernetes where the CRI has made it', () => {
    const bundle = `/run/containerd/${task}/k8s.io/${id}`
    const pod = { 'io.kubernetes.cri.sandbox-id': 'x', 'io.kubernetes.cri.sandbox-name': 'api-0' }
    const facts = {
      ...pod,
      'io.kubernetes.cri.container-name': 'app',
      'io.kubernetes.cri.image-name': 'app:1',
    }
    expect(owner('/run/containerd/runc/k8s.io', bundle, facts)).toEqual({
      kind: 'kubernetes',
      name: 'api-0/app',
      namespace: 'k8s.io',
      image: 'app:1',
    })
    expect(owner('/run/containerd/runc/k8s.io', bundle, pod).name).toBe('api-0')
    expect(owner('/run/containerd/runc/k8s.io', bundle)).toMatchObject({ kind: 'kubernetes', name: null })
  })

  it('in the root that all share is told by annotations', () => {
    const bundle = `/var/lib/containers/storage/vfs-containers/${id}/userdata`
    // Podman writes some of CRI-O's names too.
    const podman = { 'io.container.manager': 'libpod', 'io.kubernetes.cri-o.TTY': 'false' }
    expect(owner('/run/runc', bundle, podman).kind).toBe('podman')
    expect(owner('/run/runc', bundle, { 'io.podman.annotations.autoremove': 'FALSE' }).kind).toBe('podman')
    const crio = {
      'io.container.manager': 'cri-o',
      'io.kubernetes.pod.name': 'web-0',
      'io.kubernetes.container.name': 'nginx',
      'io.kubernetes.cri-o.ImageName': 'nginx:1',
    }
    expect(owner('/run/runc', bundle, crio)).toMatchObject({
      kind: 'cri-o',
      name: 'web-0/nginx',
      image: 'nginx:1',
    })
  })

  it('is somebody else without any of it', () => {
    expect(owner('/run/runc', '/srv/bundle').kind).toBe('other')
    expect(owner('/run/runc', '', { 'made-by': 'hand' }).kind).toBe('other')
  })
})
