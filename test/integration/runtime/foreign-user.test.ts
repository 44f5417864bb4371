// Whose word runc would take: owners on the way to a root, as it is named and where its links lead.
import { chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foreignUserOf, foreignUserOnWay } from '../../../electron/runtime/foreign-user.ts'
import { openBench } from './setup.ts'
import type { Bench } from './setup.ts'

const alice = 54_321

let bench: Bench
let base: string

beforeAll(async () => {
  bench = await openBench()
  base = mkdtempSync(join(tmpdir(), 'rt-foreign-'))
})
afterAll(async () => {
  await bench.close()
  rmSync(base, { recursive: true, force: true })
})

function directory(name: string, owner = 0): string {
  const path = join(base, name)
  mkdirSync(path, { recursive: true })
  chownSync(path, owner, owner)
  return path
}

function link(name: string, target: string, owner = 0): string {
  const path = join(base, name)
  symlinkSync(target, path)
  lchownSync(path, owner, owner)
  return path
}

describe.skipIf(process.getuid?.() !== 0)('only root can make what is of others', () => {
  test('its own, one that is not there, and one of somebody else', () => {
    expect(foreignUserOnWay(directory('mine/root'))).toBe(null)
    expect(foreignUserOnWay(join(base, 'mine/absent/root'))).toBe(null)
    expect(foreignUserOnWay(directory('theirs', alice))).toBe(alice)
    // Whoever owns the directory above can put another one there.
    expect(foreignUserOnWay(directory('theirs/root'))).toBe(alice)
    expect(foreignUserOnWay(join(base, 'theirs/absent'))).toBe(alice)
    expect(foreignUserOf(directory('theirs/root/box'))).toBe(null)
    expect(foreignUserOf(join(base, 'nothing'))).toBe(null)
  })

  test('every link on the way, and where each leads', () => {
    const real = directory('real')
    expect(foreignUserOnWay(link('plain', real))).toBe(null)
    expect(foreignUserOnWay(link('turned', real, alice))).toBe(alice)
    // Named and ending in root's own, with a turn of hers in between.
    directory('hers', alice)
    const between = link('hers/between', real)
    expect(foreignUserOnWay(link('first', between))).toBe(alice)
    expect(foreignUserOnWay(link('relative', 'real'))).toBe(null)
    expect(foreignUserOnWay(link('loop', join(base, 'loop')))).toBe(null)
    expect(foreignUserOnWay('/proc/self/root')).toBe(null)
  })

  test('runc is not asked about a state of theirs that is not understood', async () => {
    const box = join(bench.root, 'box')
    mkdirSync(box, { recursive: true })
    writeFileSync(join(box, 'state.json'), '{"id":"box"}')
    chownSync(box, alice, alice)
    const asked = (): number => bench.commands.filter(({ argv }) => argv.includes('state')).length
    expect(bench.runtime.list()).toMatchObject([{ id: 'box', status: 'broken', foreignUid: alice }])
    expect(bench.runtime.get('box').state().problem).toContain('not understood')
    expect(asked()).toBe(0)
    // Of our own it is asked.
    chownSync(box, 0, 0)
    writeFileSync(join(box, 'state.json'), '{"id":"box", "of":"ours"}')
    bench.runtime.list()
    await expect.poll(asked).toBe(1)
    expect(bench.runtime.info.foreignUid).toBe(null)
    rmSync(box, { recursive: true })
  })
})
