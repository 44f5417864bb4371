import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createBundleFolder, type BundleFolder } from '../../../../electron/engine/sample/bundle-folder.ts'

let parent: string
let path: string
let folder: BundleFolder

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'runc-desktop-bundles-'))
  path = join(parent, 'data/bundles')
  folder = createBundleFolder(path)
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const lay = (directory: string) => writeFile(join(directory, 'config.json'), '{}')

it('makes a bundle whole, and removes it', async () => {
  expect(folder.has('a')).toBe(false)
  expect(await folder.make('a', lay)).toBe(join(path, 'a'))
  await folder.settle('a')
  expect([readdirSync(path), readdirSync(join(path, 'a')), folder.has('a')]).toEqual([
    ['a'],
    ['config.json'],
    true,
  ])
  await folder.remove('a')
  expect([readdirSync(path), folder.has('a')]).toEqual([[], false])
})

it('leaves nothing when laying fails', async () => {
  const failure = new Error('No.')
  const failing = folder.make('a', async (directory) => {
    await lay(directory)
    throw failure
  })
  await expect(failing).rejects.toBe(failure)
  expect(readdirSync(path)).toEqual([])
})

it('takes no bundle’s place', async () => {
  await folder.make('a', lay)
  await folder.settle('a')
  const message = `There is a bundle at ${join(path, 'a')} already.`
  await expect(folder.make('a', lay)).rejects.toMatchObject({ code: 'Exists', message })
  expect(readdirSync(path)).toEqual(['a'])
})

it('says in a sentence why nothing can be written', async () => {
  mkdirSync(parent, { recursive: true })
  writeFileSync(join(parent, 'data'), 'a file')
  await expect(folder.make('a', lay)).rejects.toMatchObject({
    code: 'Internal',
    message: expect.stringMatching(/^.*bundles\/a cannot be made: ENOTDIR/),
  })
})

it('sweeps up after engines that have gone, and only after them', async () => {
  await folder.make('a', lay)
  await folder.settle('a')
  // No process has this pid: it is above the kernel's limit.
  const names = [',making-5000000-abc', `,making-${process.pid}-def`, 'making-1', ',making-x']
  for (const name of names) mkdirSync(join(path, name, 'rootfs'), { recursive: true })
  await folder.sweep()
  expect(readdirSync(path).toSorted()).toEqual([`,making-${process.pid}-def`, 'a', 'making-1'])
  await createBundleFolder(join(parent, 'not/there')).sweep()
})

it('sweeps up what engines that have gone had made for containers that never came', async () => {
  for (const id of ['used', 'unused', 'settled']) await folder.make(id, lay)
  await folder.settle('settled')
  for (const id of ['used', 'unused'])
    renameSync(join(path, `,pending-${process.pid}-${id}`), join(path, `,pending-5000000-${id}`))
  await folder.make('under-way', lay)
  await folder.sweepUnused((id) => id === 'used')
  expect(readdirSync(path).toSorted()).toEqual([
    `,pending-${process.pid}-under-way`,
    'settled',
    'under-way',
    'used',
  ])
})
