import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSettings } from '../../../electron/main/settings.ts'
import { defaultSettings } from '../../../src-shared/window-contract.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function open(folder: string) {
  const warnings: string[] = []
  return { settings: openSettings(folder, (sentence) => warnings.push(sentence)), warnings }
}

test('without a file the defaults hold, silently, and nothing is written', () => {
  const folder = temporaryFolder()
  const { settings, warnings } = open(folder)
  expect(settings.get()).toEqual(defaultSettings)
  expect(warnings).toEqual([])
  expect(readdirSync(folder)).toEqual([])
})

test('what is set is there the next time, in a file for its owner only', () => {
  const folder = join(temporaryFolder(), 'deep', 'runc-desktop')
  const bounds = { x: 5, y: 6, width: 900, height: 700, maximized: true }
  expect(open(folder).settings.set({ theme: 'dark', windowBounds: bounds }).theme).toBe('dark')
  expect(open(folder).settings.get()).toEqual({ ...defaultSettings, theme: 'dark', windowBounds: bounds })
  expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

test.each(['{"theme": "da', '', '[]', 'null', '\0\0\0'])(
  'a broken file (%j) is set aside and named',
  (content) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'settings.json'), content)
    const { settings, warnings } = open(folder)
    expect(settings.get()).toEqual(defaultSettings)
    const [aside = ''] = readdirSync(folder)
    expect(aside).toMatch(/^settings\.json\.broken-/)
    expect(readFileSync(join(folder, aside), 'utf8')).toBe(content)
    expect(warnings).toEqual([expect.stringContaining(join(folder, aside))])
  },
)

test('a wrong field costs itself alone; an unknown one is kept', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'settings.json')
  writeFileSync(path, JSON.stringify({ theme: 'light', dockHeight: 'high', fromTheFuture: [1] }))
  const { settings, warnings } = open(folder)
  expect(settings.get()).toEqual({ ...defaultSettings, theme: 'light' })
  expect(warnings).toEqual([`“dockHeight” in ${path} has no valid value; its default is used.`])
  settings.set({ terminalFontSize: 15 })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    ...defaultSettings,
    theme: 'light',
    terminalFontSize: 15,
    fromTheFuture: [1],
  })
})

test('a file that cannot be read is named, and what is set still holds though it cannot be saved', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'settings.json'))
  const { settings, warnings } = open(folder)
  expect(warnings).toEqual([expect.stringContaining('EISDIR')])
  expect(() => settings.set({ theme: 'dark' })).toThrow()
  expect(settings.get().theme).toBe('dark')
  expect(readdirSync(folder)).toEqual(['settings.json'])
})
