// What is remembered of files that do not change: forgotten with their container, so that nothing gathers for ever.
import { linkSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLayout } from '../../../electron/runtime/layout.ts'
import { StateReader } from '../../../electron/runtime/state-reader.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rc-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('a reader that is asked for a container that is gone forgets its files', () => {
  const root = join(directory, 'root')
  const layout = createLayout({ root, stateDirectory: directory, socketDirectory: directory })
  const reader = new StateReader(layout, 'none')
  const forgotten = vi.spyOn(reader.metadata, 'forget')
  // The same file by inode, time and size, with other words in it: only who has forgotten it reads it again.
  const kept = join(directory, 'state.json')
  const write = (rootfs: string): void => {
    const state = { id: 'a', init_process_pid: 1, init_process_start: 1, created: '2026-01-01T00:00:00Z' }
    writeFileSync(kept, JSON.stringify({ ...state, config: { rootfs } }))
    utimesSync(kept, 1_700_000_000, 1_700_000_000)
  }
  const appear = (): void => {
    mkdirSync(join(root, 'a'), { recursive: true })
    linkSync(kept, join(root, 'a/state.json'))
  }
  write('/one')
  appear()
  expect(reader.read('a')?.rootfs).toBe('/one')
  write('/two')
  expect(reader.read('a')?.rootfs).toBe('/one')
  rmSync(join(root, 'a'), { recursive: true })
  expect(reader.read('a')).toBe(null)
  appear()
  expect(reader.read('a')?.rootfs).toBe('/two')
  expect(forgotten).toHaveBeenCalledExactlyOnceWith(layout.places('a'))
  expect(reader.read('../a')).toBe(null)
})
