import { execFileSync } from 'node:child_process'
import { describe, expect, it, vi } from 'vitest'
import { contentOf, hexOf, textOf } from '../../../renderer/features/files/content.ts'
import { createDetailsLoader } from '../../../renderer/features/files/details-loader.ts'
import { entriesOf, filterEntries, sortEntries } from '../../../renderer/features/files/entries.ts'
import {
  copiedPath,
  joinPath,
  lastName,
  parentOf,
  plainName,
  visibleName,
} from '../../../renderer/features/files/names.ts'
import { modeText, ownerText } from '../../../renderer/features/files/words.ts'
import type { FileDetails } from '../../../src-shared/files-contract.ts'

const details = (changes: Partial<FileDetails>): FileDetails => ({
  kind: 'f',
  size: 0,
  mode: 0o644,
  uid: 0,
  gid: 0,
  modifiedMs: 0,
  target: null,
  targetKind: null,
  ...changes,
})

describe('names', () => {
  it('show what cannot be seen and what is no character, and are copied as a shell takes them', () => {
    expect(visibleName('caf\uDCE9')).toBe('caf⟨E9⟩')
    expect(visibleName('a\u202eb\n')).toBe('a⟨U+202E⟩b⟨U+000A⟩')
    expect(copiedPath('/var/log/app-1.log')).toBe('/var/log/app-1.log')
    expect(copiedPath("/it's")).toBe(String.raw`'/it'\''s'`)
    expect(copiedPath('/a $(reboot) `id`;"')).toBe(`'/a $(reboot) \`id\`;"'`)
    expect(copiedPath('/a\nreboot\r\u001b!\u0085é')).toBe(String.raw`$'/a\nreboot\x0d\x1b\x21\xc2\x85é'`)
    expect(copiedPath("/it's\uDCFF\\\n")).toBe(String.raw`$'/it\'s\xff\\\n'`)
    expect(plainName('a/b\uDCFF\0.txt')).toBe('a_b__.txt')
  })

  it.each(['/a b', "/it's", '/$(id)`id`"\\n', '/!\n\t\u0001-é\u0085\u{1F600}', "/mixed'\n\\x41!!"])(
    'come back from a shell: %j',
    (path) => {
      const said = execFileSync('bash', ['-c', `printf %s ${copiedPath(path)}`], { encoding: 'utf8' })
      expect(said).toBe(path)
    },
  )

  it('are put together and taken apart', () => {
    expect([joinPath('/', 'a'), joinPath('/a', 'b')]).toEqual(['/a', '/a/b'])
    expect([parentOf('/a/b'), parentOf('/a'), parentOf('/')]).toEqual(['/a', '/', '/'])
    expect(lastName('/a/b')).toBe('b')
  })
})

describe('entries', () => {
  const entries = entriesOf({ names: 'b/A/dir/a.log', kinds: 'ffdf' })

  it('are unpacked, directories first, then by name', () => {
    expect(entriesOf({ names: '', kinds: '' })).toEqual([])
    const names = (sort: Parameters<typeof sortEntries>[1], known = new Map<string, FileDetails | null>()) =>
      sortEntries(entries, sort, known).map(({ name }) => name)
    expect(names({ key: 'name', isDescending: false })).toEqual(['dir', 'A', 'a.log', 'b'])
    expect(names({ key: 'name', isDescending: true })).toEqual(['dir', 'b', 'a.log', 'A'])
    const known = new Map([
      ['b', details({ size: 5 })],
      ['A', details({ size: 9 })],
      ['a.log', null],
    ])
    expect(names({ key: 'size', isDescending: true }, known)).toEqual(['dir', 'A', 'b', 'a.log'])
  })

  it('are narrowed down by every word, as they are drawn', () => {
    expect(filterEntries(entries, '').length).toBe(4)
    expect(filterEntries(entries, 'a LOG').map(({ name }) => name)).toEqual(['a.log'])
    expect(filterEntries([{ name: '\uDCFF', kind: 'f' }], '⟨ff').length).toBe(1)
  })
})

describe('words', () => {
  it.each([
    ['d', 0o755, 'drwxr-xr-x'],
    ['f', 0o4755, '-rwsr-xr-x'],
    ['f', 0o2640, '-rw-r-S---'],
    ['d', 0o1777, 'drwxrwxrwt'],
    ['l', 0, 'l---------'],
  ])('of a mode: %s %o', (kind, mode, text) => expect(modeText(kind, mode)).toBe(text))

  it('of an owner: names, numbers, and what the container has no number for', () => {
    const accounts = { users: [{ id: 33, name: 'www' }], groups: [] }
    expect(ownerText({ uid: 33, gid: 7 }, accounts)).toBe('www:7')
    expect(ownerText({ uid: null, gid: 0 }, accounts)).toBe('?:0')
  })
})

describe('content', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values)
  it.each([
    ['plain', new TextEncoder().encode('grüße\n'), { kind: 'text', encoding: 'UTF-8' }],
    ['cut in a character', bytes(0x61, 0xc3), { kind: 'text', encoding: 'UTF-8' }],
    ['Latin 1', bytes(0x67, 0x72, 0xfc, 0xdf, 0x65), { kind: 'text', encoding: 'Latin 1' }],
    ['UTF-16', bytes(0xff, 0xfe, 0x61, 0), { kind: 'text', encoding: 'UTF-16 LE' }],
    ['a program', bytes(0x7f, 0x45, 0x4c, 0x46, 0), { kind: 'binary', name: 'ELF program' }],
    ['zeros', bytes(1, 0, 2), { kind: 'binary', name: null }],
    ['noise', bytes(0x80, 1, 2, 3, 4, 5), { kind: 'binary', name: null }],
    ['nothing', bytes(), { kind: 'text', encoding: 'UTF-8' }],
  ])('of %s', (_, piece, content) => expect(contentOf(piece)).toEqual(content))

  it('is drawn as text in its encoding, or as bytes with their address', () => {
    expect(textOf(bytes(0xfe, 0xff, 0, 0x61), 'UTF-16 BE')).toBe('a')
    expect(hexOf(new TextEncoder().encode('0123456789abcdef!'), 16)).toBe(
      '00000010  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef\n' +
        '00000020  21                                                !',
    )
  })
})

describe('details', () => {
  const directory = (path: string, count: number) => ({
    listing: { path } as never,
    entries: Array.from({ length: count }, (_, index) => ({ name: String(index), kind: 'f' })),
    selected: null,
  })

  it('are asked for of what is in sight, once, and of all when they are sorted by', async () => {
    const ask = vi.fn((_: string, names: string[]) => Promise.resolve(names.map(() => details({}))))
    let known = 0
    let progress: number | null = null
    const loader = createDetailsLoader(ask, (told) => {
      known = told.byName.size
      progress = told.progress
    })
    loader.show(directory('/a', 1200))
    loader.want(['1', '2'])
    await expect.poll(() => known).toBe(2)
    loader.want(['2', '3'])
    await expect.poll(() => known).toBe(3)
    expect(ask.mock.calls.map(([, names]) => names)).toEqual([['1', '2'], ['3']])
    loader.wantAll(true)
    await expect.poll(() => known).toBe(1200)
    expect(progress).toBeNull()
    expect(ask).toHaveBeenCalledTimes(5)
    loader.want([])
    loader.show(directory('/b', 3))
    await expect.poll(() => known).toBe(3)
    loader.dispose()
  })

  it('of a directory that was left are not shown in the next', async () => {
    let answer: (told: FileDetails[]) => void = () => {}
    const ask = vi.fn(() => new Promise<FileDetails[]>((resolve) => (answer = resolve)))
    const told: number[] = []
    const loader = createDetailsLoader(ask, ({ byName }) => told.push(byName.size))
    loader.show(directory('/a', 1))
    loader.want(['0'])
    await expect.poll(() => ask.mock.calls.length).toBe(1)
    loader.show(directory('/b', 0))
    loader.want([])
    answer([details({})])
    await Promise.resolve()
    expect(told.every((size) => size === 0)).toBe(true)
    loader.dispose()
  })
})
