import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openAddedRoots } from '../../../../electron/engine/roots/added-roots.ts'

let directory: string
const warn = vi.fn<(sentence: string) => void>()

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rd-added-'))
  warn.mockClear()
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe('the added roots', () => {
  it('are kept across starts, in a file that was written whole', () => {
    const config = join(directory, 'made/on/demand')
    openAddedRoots(config, warn).set(['/srv/a', '/srv/b'])
    expect(openAddedRoots(config, warn).paths()).toEqual(['/srv/a', '/srv/b'])
    expect(readdirSync(config)).toEqual(['roots.json'])
    expect(warn).not.toHaveBeenCalled()
  })

  it.each([
    ['no JSON', '{"roots": ["/a"'],
    ['another shape', '["/a"]'],
    ['a relative path', '{"roots": ["a"]}'],
    ['a pattern', '{"roots": ["/run/*"]}'],
    ['far too many', JSON.stringify({ roots: Array.from({ length: 65 }, (_, index) => `/r${index}`) })],
  ])('that are %s are set aside and named', (_what, text) => {
    writeFileSync(join(directory, 'roots.json'), text)
    const roots = openAddedRoots(directory, warn)
    expect(roots.paths()).toEqual([])
    const [aside = ''] = readdirSync(directory)
    expect(readFileSync(join(directory, aside), 'utf8')).toBe(text)
    expect(warn.mock.calls).toEqual([[expect.stringContaining(aside)]])
    roots.set(['/ok'])
    expect(openAddedRoots(directory, warn).paths()).toEqual(['/ok'])
  })

  it('stay as they were when they cannot be written', () => {
    const config = join(directory, 'config')
    mkdirSync(join(config, 'roots.json'), { recursive: true })
    const roots = openAddedRoots(config, warn)
    expect(() => roots.set(['/a'])).toThrow('The list of runc roots cannot be written')
    expect([roots.paths(), readdirSync(config)]).toEqual([[], ['roots.json']])
  })
})
