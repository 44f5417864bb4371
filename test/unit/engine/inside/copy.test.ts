import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { download, upload, type Course } from '../../../../electron/engine/inside/copy.ts'
import { createIdMap } from '../../../../electron/engine/inside/id-maps.ts'
import { openInsideRoot, type InsideRoot } from '../../../../electron/engine/inside/inside-root.ts'

let folder: string
let inside: InsideRoot
const course: Course = {
  signal: new AbortController().signal,
  opened() {},
  step: (work) => work,
  onProgress() {},
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rd-copy-'))
  for (const name of ['root', 'root/directory', 'to']) mkdirSync(join(folder, name))
  inside = await openInsideRoot(join(folder, 'root'))
})
afterEach(async () => {
  await inside.close()
  rmSync(folder, { recursive: true })
})

// A rejection that nobody handles would end the engine, and fails the run of these tests.
it('a directory without a tar on this machine is refused with a sentence', async () => {
  const { PATH } = process.env
  process.env['PATH'] = join(folder, 'to')
  try {
    const archive = inside.visit('/directory', (place) => download(place, join(folder, 'to/x.tar'), course))
    await expect(archive).rejects.toMatchObject({
      code: 'NotSupported',
      message: expect.stringMatching(/^tar cannot be run/),
    })
  } finally {
    process.env['PATH'] = PATH
  }
  expect(readdirSync(join(folder, 'to'))).toEqual([])
})

it('what has no root to belong to takes no file', async () => {
  const from = join(folder, 'from')
  writeFileSync(from, '')
  const root = createIdMap([{ containerID: 0, hostID: 100_000, size: 10 }])
  expect([root.root, root.toInside(100_009), root.toInside(100_010)]).toEqual([100_000, 9, null])
  for (const other of [createIdMap(null), createIdMap([{ containerID: 1, hostID: 0, size: 10 }])]) {
    expect(other.root).toBeNull()
    for (const ids of [
      { users: other, groups: root },
      { users: root, groups: other },
    ]) {
      const wanted = { name: 'new', from, replace: false, ids }
      const refused = inside.visit('/directory', (place) => upload(place, wanted, course))
      await expect(refused).rejects.toMatchObject({
        message: expect.stringContaining('Nothing was uploaded'),
      })
    }
  }
  expect(createIdMap(null).toInside(0)).toBeNull()
  expect(readdirSync(join(folder, 'root/directory'))).toEqual([])
})
