// Whose a container is, in the words that the filter takes: the first of each is the one that is offered.
import type { ManagerKind } from '../../src-shared/model.ts'

export const ownerWords: Readonly<Record<ManagerKind, readonly string[]>> = {
  self: ['me', 'self', 'app', 'this'],
  docker: ['docker', 'moby'],
  containerd: ['containerd'],
  kubernetes: ['kubernetes', 'k8s'],
  podman: ['podman'],
  'cri-o': ['cri-o', 'crio'],
  other: ['other', 'another'],
}
