import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  isOwnDirectory,
  makeDirectory,
  makePrivateDirectory,
} from '../../../../electron/engine/paths/private-directory.ts'

const uid = process.getuid?.() ?? 0
let parent: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'runc-desktop-private-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

it('makes a directory that nobody else can enter, with its parents, and takes it again', () => {
  const path = join(parent, 'a/b')
  makePrivateDirectory(path, uid)
  makePrivateDirectory(path, uid)
  expect([statSync(path).mode & 0o777, statSync(join(parent, 'a')).mode & 0o777]).toEqual([0o700, 0o700])
  expect(isOwnDirectory(path, uid)).toBe(true)
})

it('refuses one that was laid out by others', () => {
  const open = join(parent, 'open')
  mkdirSync(open)
  chmodSync(open, 0o755)
  const link = join(parent, 'link')
  symlinkSync(parent, link)
  for (const path of [open, link]) {
    expect(() => makePrivateDirectory(path, uid)).toThrow(
      `${path} has to be a directory that only this user can enter.`,
    )
  }
  expect(() => makePrivateDirectory(parent, uid + 1)).toThrow('only this user')
  expect([
    isOwnDirectory(link, uid),
    isOwnDirectory(parent, uid + 1),
    isOwnDirectory('/no/such', uid),
  ]).toEqual([false, false, false])
})

it('says in a sentence why one cannot be made', () => {
  writeFileSync(join(parent, 'file'), '')
  expect(() => makeDirectory(join(parent, 'file/below'))).toThrow(/^The directory .* cannot be made: ENOTDIR/)
})
