import { expect, test, vi } from 'vitest'

vi.mock('../../../renderer/engine/index.ts', () => ({
  engine: {},
  onConnected: () => {},
  useEngineState: () => ({}),
}))
const { keyBindings, otherKeys } = await import('../../../renderer/app/key-bindings.ts')
const { keyName } = await import('../../../renderer/app/keyboard.ts')

test('no key has two meanings', () => {
  const all = keyBindings.flatMap(({ on }) => on)
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([])
})

test('no key is the first of a sequence and one of its own', () => {
  const all = keyBindings.flatMap(({ on }) => on)
  const first = all.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0])
  expect(first.filter((key) => all.includes(key ?? ''))).toEqual([])
})

test('every key is listed once', () => {
  const listed = [...keyBindings, ...otherKeys].map(({ keys }) => keys)
  expect(new Set(listed).size).toBe(listed.length)
})

test('Shift is named only where the key does not show it', () => {
  const event = { key: '?', ctrlKey: false, altKey: false, metaKey: false, shiftKey: true }
  expect([
    keyName(event),
    keyName({ ...event, key: 'F10' }),
    keyName({ ...event, key: 'f', ctrlKey: true, shiftKey: false }),
  ]).toEqual(['?', 'Shift+F10', 'Ctrl+f'])
})
