// What others wrote of a container (labels, names) as it goes into its row: enough to show and to filter by, however
// much of it there is.
import type { ContainerOwner } from '../../../src-shared/model.ts'

const most = { labels: 64, characters: 256 } as const

export function boundedLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const bounded: Record<string, string> = {}
  for (const [name, value] of Object.entries(labels).slice(0, most.labels)) {
    // A plain own property, also for a name such as `__proto__`.
    Object.defineProperty(bounded, cut(name), {
      value: cut(value),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return bounded
}

export function boundedOwner({ kind, name, namespace, image }: ContainerOwner): ContainerOwner {
  const bounded = (text: string | null): string | null => (text === null ? null : cut(text))
  return { kind, name: bounded(name), namespace: bounded(namespace), image: bounded(image) }
}

function cut(text: string): string {
  return text.length <= most.characters ? text : `${text.slice(0, most.characters - 1)}…`
}
