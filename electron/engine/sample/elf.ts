// Tells whether a program is statically linked, by its ELF headers.
import { open, type FileHandle } from 'node:fs/promises'

/** Offsets of the 64-bit, little-endian ELF header: every machine that Electron runs on has it. */
const header = { bytes: 64, class: 4, order: 5, tableOffset: 32, entrySize: 54, entryCount: 56 } as const
const is64Bit = 2
const isLittleEndian = 1
/** A program header of this type (PT_INTERP) names the dynamic linker: a static program has none. */
const interpreterType = 3
/** Real programs have a dozen; what claims more is no program. */
const mostEntries = 128

export async function isStaticProgram(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r')
    try {
      return await hasNoInterpreter(file)
    } finally {
      await file.close()
    }
  } catch {
    return false // not there, not readable, or cut short
  }
}

async function hasNoInterpreter(file: FileHandle): Promise<boolean> {
  const start = await read(file, 0, header.bytes)
  const isElf = start.toString('latin1', 0, 4) === '\x7fELF'
  if (!isElf || start[header.class] !== is64Bit || start[header.order] !== isLittleEndian) return false
  const entryBytes = start.readUInt16LE(header.entrySize)
  const entries = start.readUInt16LE(header.entryCount)
  if (entryBytes < 4 || entries === 0 || entries > mostEntries) return false
  const table = await read(file, Number(start.readBigUInt64LE(header.tableOffset)), entryBytes * entries)
  return Array.from({ length: entries }, (_, index) => table.readUInt32LE(index * entryBytes)).every(
    (type) => type !== interpreterType,
  )
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead !== length) throw new RangeError('The file ends before its headers do.')
  return bytes
}
