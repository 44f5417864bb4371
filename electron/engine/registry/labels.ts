// A container's labels as they go into its row: enough to filter by, however many and however long they are.

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

function cut(text: string): string {
  return text.length <= most.characters ? text : `${text.slice(0, most.characters - 1)}…`
}
