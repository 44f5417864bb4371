// Where one was in each container, for when one comes back to its files.

const places = new Map<string, string>()

export function placeIn(containerKey: string): string {
  return places.get(containerKey) ?? '/'
}

export function rememberPlace(containerKey: string, path: string): void {
  places.set(containerKey, path)
}
