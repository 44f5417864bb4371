// What a drop on the window does, out of what the other side lets one do.

/** A file manager may offer copies and no links. To move is never for us: the files stay where they are. */
export function dropEffectOf(effectAllowed: DataTransfer['effectAllowed']): 'link' | 'copy' | 'none' {
  if (effectAllowed === 'uninitialized' || effectAllowed === 'all') return 'link'
  if (/link/i.test(effectAllowed)) return 'link'
  return effectAllowed.startsWith('copy') ? 'copy' : 'none'
}
