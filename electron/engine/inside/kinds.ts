// What a thing in a file system is, as one letter.
import type { Dirent, Stats } from 'node:fs'
import type { FileKindLetter } from '../../../src-shared/file-kinds.ts'

export function kindOf(thing: Stats | Dirent): FileKindLetter {
  if (thing.isFile()) return 'f'
  if (thing.isDirectory()) return 'd'
  if (thing.isSymbolicLink()) return 'l'
  if (thing.isFIFO()) return 'p'
  if (thing.isSocket()) return 's'
  if (thing.isBlockDevice()) return 'b'
  return thing.isCharacterDevice() ? 'c' : '?'
}
