// The pure parts of set-up: when node_modules is good as it is, and what the linker's cache and a program's header say.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findMissing } from '../../../build/setup/needs.mjs'
import { isStaticProgram } from '../../../build/setup/busybox.mjs'
import { parseLinkerCache } from '../../../build/setup/libraries.mjs'
import { satisfies } from '../../../build/setup/node-modules.mjs'

const folder = mkdtempSync(join(tmpdir(), 'rd-setup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('satisfies', () => {
  const locked = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/for-windows': { version: '2.0.0', integrity: 'sha512-w', optional: true },
  }
  const a = { version: '1.0.0', integrity: 'sha512-a' }

  it('takes what a plain npm install leaves, without the packages of other platforms', () => {
    expect(satisfies({ 'node_modules/a': a }, locked)).toBe(true)
  })

  it.each([
    ['nothing is installed', undefined],
    ['a package is missing', {}],
    ['a version differs', { 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['the content differs', { 'node_modules/a': { ...a, integrity: 'sha512-b' } }],
    ['something more is there', { 'node_modules/a': a, 'node_modules/b': a }],
  ])('refuses when %s', (_, installed) => {
    expect(satisfies(installed, locked)).toBe(false)
  })
})

describe('parseLinkerCache', () => {
  const text = [
    "3 libs found in cache `/etc/ld.so.cache'",
    '\tlibgtk-3.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libgtk-3.so.0',
    '\tlibgbm.so.1 (libc6) => /lib/i386-linux-gnu/libgbm.so.1',
    '\tlibnss3.so (libc6,AArch64) => /lib/aarch64-linux-gnu/libnss3.so',
  ].join('\n')

  it("knows only this architecture's own libraries", () => {
    expect([...parseLinkerCache(text, 'x64')]).toEqual(['libgtk-3.so.0'])
    expect([...parseLinkerCache(text, 'arm64')]).toEqual(['libnss3.so'])
  })
})

describe('isStaticProgram', () => {
  /** An ELF header with one program header of this type. */
  function program(type: number): string {
    const bytes = Buffer.alloc(64 + 56)
    bytes.write('\u007fELF', 0, 'latin1')
    bytes.set([2, 1], 4)
    bytes.writeBigUInt64LE(64n, 32)
    bytes.writeUInt16LE(56, 54)
    bytes.writeUInt16LE(1, 56)
    bytes.writeUInt32LE(type, 64)
    const path = join(folder, `program-${type}`)
    writeFileSync(path, bytes)
    return path
  }

  it('tells a program without an interpreter from one with, and from no program', () => {
    const script = join(folder, 'script')
    writeFileSync(script, '#!/bin/sh\n')
    expect([program(1), program(3), script, join(folder, 'nothing')].map(isStaticProgram)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

describe('findMissing', () => {
  it('asks for nothing of the system when it only packages', () => {
    expect(findMissing('dist', false)).toEqual([])
  })
})
