// Who keeps a container, from what its state says: the root that it lies in, where its bundle is, its annotations. Pure.
// runc.md, section 14, has what each manager leaves there.
import { basename, dirname } from 'node:path'
import type { ContainerOwner } from '../../../src-shared/model.ts'
import type { ContainerState } from '../../runtime/index.ts'

type Facts = Pick<ContainerState, 'id' | 'root' | 'bundle' | 'annotations' | 'isSupervised'>

const nobody: ContainerOwner = { kind: 'other', name: null, namespace: null, image: null }

export function ownerOf(state: Facts): ContainerOwner {
  if (state.isSupervised) return { ...nobody, kind: 'self' }
  return byAnnotations(state) ?? byPlace(state) ?? nobody
}

function byAnnotations(state: Facts): ContainerOwner | null {
  const { annotations } = state
  const manager = annotations['io.container.manager']
  if (manager === 'libpod') return { ...nobody, kind: 'podman' }
  if (manager === 'cri-o') {
    return {
      kind: 'cri-o',
      name: joined(annotations['io.kubernetes.pod.name'], annotations['io.kubernetes.container.name']),
      namespace: null,
      image: annotations['io.kubernetes.cri-o.ImageName'] ?? null,
    }
  }
  if ('io.kubernetes.cri.sandbox-id' in annotations || 'io.kubernetes.cri.container-type' in annotations) {
    return {
      kind: 'kubernetes',
      name: joined(
        annotations['io.kubernetes.cri.sandbox-name'],
        annotations['io.kubernetes.cri.container-name'],
      ),
      namespace: namespaceOf(state),
      image: annotations['io.kubernetes.cri.image-name'] ?? null,
    }
  }
  if (Object.keys(annotations).some((name) => name.startsWith('io.podman.annotations.'))) {
    return { ...nobody, kind: 'podman' }
  }
  return null
}

function byPlace(state: Facts): ContainerOwner | null {
  const namespace = namespaceOf(state)
  if (basename(dirname(state.root)) === 'runtime-runc' || namespace === 'moby') {
    return { ...nobody, kind: 'docker' }
  }
  if (namespace === null) return null
  if (namespace === 'k8s.io') return { ...nobody, kind: 'kubernetes', namespace }
  // nerdctl keeps its names in annotations.
  return { ...nobody, kind: 'containerd', namespace, name: state.annotations['nerdctl/name'] ?? null }
}

/** containerd's, from where its shim keeps the bundle, else from the root. */
function namespaceOf({ bundle, root }: Facts): string | null {
  const [, namespace = null] =
    /\/io\.containerd\.runtime\.v[12]\.(?:task|linux)\/([^/]+)\/[^/]+$/.exec(bundle) ?? []
  if (namespace !== null) return namespace
  const parent = dirname(root)
  return basename(parent) === 'runc' && basename(dirname(parent)) === 'containerd' ? basename(root) : null
}

/** A sandbox has no container name of its own. */
function joined(pod: string | undefined, container: string | undefined): string | null {
  if (pod === undefined) return container ?? null
  return container === undefined ? pod : `${pod}/${container}`
}
