import { expect, test } from 'vitest'
import { dropEffectOf } from '../../../renderer/app/drop-effect.ts'
import { bundleOfPath, nextId } from '../../../renderer/features/containers/create/draft.ts'
import { actionPhrase } from '../../../renderer/features/containers/words.ts'
import { briefCommand } from '../../../renderer/ui/command-text.ts'
import { visibleLines, visibleText } from '../../../renderer/ui/visible-text.ts'

test.each([
  ['web-1 · Größe 漢字 😀', 'web-1 · Größe 漢字 😀'],
  ['https://a.example/\u202Egpj.exe\n', 'https://a.example/⟨U+202E⟩gpj.exe⟨U+000A⟩'],
  ['\u001B[31mred\u007F', '⟨U+001B⟩[31mred⟨U+007F⟩'],
  ['a\u200Bb\u2028c\u0085', 'a⟨U+200B⟩b⟨U+2028⟩c⟨U+0085⟩'],
  ['half \uD83D', 'half ⟨U+D83D⟩'],
])('%j is drawn as %s', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

test('text of several lines keeps its breaks and tabs', () => {
  expect(visibleLines('a\r\n\tb\rc\u2066')).toBe('a\n\tb⟨U+000D⟩c⟨U+2066⟩')
})

test.each([
  [['/usr/sbin/runc', '--root', '/run/runc', 'pause', 'web'], 'runc … pause web'],
  [['runc', 'kill', '--all', 'web', 'TERM'], 'runc kill --all web TERM'],
  [
    ['runc', '--root', '/r', 'exec', '--tty', '--cwd', '/a/long/way/down', 'web', 'sh'],
    'runc … exec … web sh',
  ],
  [['/usr/bin/conmon', '--api-version', '1', '-c', 'web', '-u', 'x'], 'conmon … (creates web)'],
  [['kill', '-KILL', '17'], 'kill -KILL 17'],
  [['runc', '--version'], 'runc --version'],
  [['runc', '--root', '/r', 'delete', '--', '-x'], 'runc … delete -- -x'],
])('%j in short', (argv, brief) => {
  expect(briefCommand(argv, argv.includes('web') ? 'web' : null)).toBe(brief)
})

test('conmon names the container itself where nobody else does', () => {
  expect(briefCommand(['conmon', '-c', 'a b'], null)).toBe("conmon … (creates 'a b')")
})

test.each([
  ['uninitialized', 'link'],
  ['copyLink', 'link'],
  ['linkMove', 'link'],
  ['copyMove', 'copy'],
  ['copy', 'copy'],
  ['move', 'none'],
] as const)('of %s a drop takes %s', (allowed, effect) => {
  expect(dropEffectOf(allowed)).toBe(effect)
})

test('a config.json stands for its directory', () => {
  expect(['/b', '/b/config.json', '/config.json'].map(bundleOfPath)).toEqual(['/b', '/b', '/'])
})

test('another one of the same gets the next free id', () => {
  const taken = new Set(['web', 'web-2', 'db-7'])
  expect([nextId('web', taken), nextId('db-7', taken), nextId('x', taken)]).toEqual(['web-3', 'db-8', 'x-2'])
})

test('what could not be done is a sentence', () => {
  expect([actionPhrase('stop', 'web'), actionPhrase('terminal', 'web')]).toEqual([
    'stop web',
    'open a terminal in web',
  ])
})
