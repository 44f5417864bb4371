// Kinds of files by the letters that `ls -l` has for them, without the contract's schemas.

/** `?`: not known until it is asked for. */
export const fileKinds = {
  d: 'directory',
  f: 'file',
  l: 'link',
  p: 'FIFO',
  s: 'socket',
  b: 'block device',
  c: 'character device',
  '?': 'thing',
} as const
export type FileKindLetter = keyof typeof fileKinds
