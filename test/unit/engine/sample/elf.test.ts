import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isStaticProgram } from '../../../../electron/engine/sample/elf.ts'

const directory = mkdtempSync(join(tmpdir(), 'runc-desktop-elf-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** A 64-bit little-endian ELF with program headers of these types. */
function elf(types: number[], entrySize = 56): Buffer {
  const bytes = Buffer.alloc(64 + Math.max(4, entrySize) * types.length)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1])
  bytes.writeBigUInt64LE(64n, 32)
  bytes.writeUInt16LE(entrySize, 54)
  bytes.writeUInt16LE(types.length, 56)
  types.forEach((type, index) => bytes.writeUInt32LE(type, 64 + entrySize * index))
  return bytes
}
function without(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = value
  return changed
}

const [load, interpreter, note] = [1, 3, 4]

it.each([
  ['a static program', elf([load, note, load]), true],
  ['a dynamic program', elf([load, interpreter, load]), false],
  ['a script', Buffer.from('#!/bin/sh\necho PT_INTERP'.padEnd(200)), false],
  ['an empty file', Buffer.alloc(0), false],
  ['a file cut short', elf([load, load]).subarray(0, 100), false],
  ['a 32-bit program', without(elf([load]), 4, 1), false],
  ['a big-endian program', without(elf([load]), 5, 2), false],
  ['a file without headers', elf([]), false],
  ['a file with nonsense for a table', elf([load], 2), false],
])('judges %s', async (_what, bytes, expected) => {
  const path = join(directory, 'program')
  writeFileSync(path, bytes)
  expect(await isStaticProgram(path)).toBe(expected)
})

it('judges what is not there, and what is no file', async () => {
  expect([await isStaticProgram(join(directory, 'gone')), await isStaticProgram(directory)]).toEqual([
    false,
    false,
  ])
})
