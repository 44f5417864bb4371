import { expect, test } from 'vitest'
import { openingBounds } from '../../../../electron/main/window/bounds.ts'

const laptop = { x: 0, y: 24, width: 1440, height: 876 }
const second = { x: 1440, y: 0, width: 2560, height: 1440 }
const comfortable = { width: 1280, height: 800 }

test('the first time: comfortable, centred, and never larger than the screen', () => {
  expect(openingBounds(null, [laptop])).toEqual({ position: null, size: comfortable, maximized: false })
  expect(openingBounds(null, [{ x: 0, y: 0, width: 1024, height: 600 }]).size).toEqual({
    width: 1024,
    height: 600,
  })
  expect(openingBounds(null, [])).toEqual({ position: null, size: comfortable, maximized: false })
})

test('as it was left, on whichever screen that was', () => {
  const left = { x: 1500, y: 100, width: 1400, height: 1300, maximized: true }
  expect(openingBounds(left, [laptop, second])).toEqual({
    position: { x: 1500, y: 100 },
    size: { width: 1400, height: 1300 },
    maximized: true,
  })
})

test('when its screen is gone: centred on the primary one, and fitted into it', () => {
  const left = { x: 1500, y: 100, width: 1500, height: 1300, maximized: false }
  expect(openingBounds(left, [laptop])).toEqual({
    position: null,
    size: { width: 1440, height: 876 },
    maximized: false,
  })
})

test.each([
  ['nearly off to the left', { x: -1200, y: 100 }],
  ['nearly off to the right', { x: 1400, y: 100 }],
  ['above the screen', { x: 100, y: -500 }],
  ['below the screen', { x: 100, y: 890 }],
])('%s nobody could take hold of it', (_where, place) => {
  const left = { ...place, width: 1280, height: 800, maximized: false }
  expect(openingBounds(left, [laptop]).position).toBeNull()
})
