// What names a container among those of every root: the absolute path of its state directory. No zod: the page uses it
// too.

/** `root` is absolute and has no slash at its end, unless it is `/` itself. */
export function keyOf(root: string, id: string): string {
  return root === '/' ? `/${id}` : `${root}/${id}`
}

/** The root and the id of a key. An id is the name of a directory and has no slash, so the last one splits it. */
export function splitKey(key: string): { root: string; id: string } {
  const at = key.lastIndexOf('/')
  return { root: at <= 0 ? '/' : key.slice(0, at), id: key.slice(at + 1) }
}
