// A container's key: the absolute path of its state directory, `<root>/<id>`. With several runc roots an id alone is not
// unique. An id has no slash, so the last one splits the key.

export function keyOf(root: string, id: string): string {
  return root === '/' ? `/${id}` : `${root}/${id}`
}

export function splitKey(key: string): { root: string; id: string } {
  const slash = key.lastIndexOf('/')
  return { root: slash <= 0 ? '/' : key.slice(0, slash), id: key.slice(slash + 1) }
}
