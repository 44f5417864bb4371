import { expect, test } from 'vitest'
import { readOptions } from '../../../electron/main/command-line.ts'

const none = { perfFile: null, screenshotFile: null, devServer: null }

test('options come from the command line and the environment', () => {
  expect(readOptions(['electron', '.'], {}, false)).toEqual(none)
  expect(
    readOptions(['electron', '.', '--perf=/tmp/p.json'], { RUNC_DESKTOP_SCREENSHOT: 's.png' }, false),
  ).toEqual({
    perfFile: '/tmp/p.json',
    screenshotFile: 's.png',
    devServer: null,
  })
  expect(readOptions(['electron', '--perf='], { RUNC_DESKTOP_SCREENSHOT: '' }, false)).toEqual(none)
})

test.each([
  ['http://localhost:5173/', 'http://localhost:5173'],
  ['http://127.0.0.1:5173', 'http://127.0.0.1:5173'],
  ['http://example.com:5173', null],
  ['https://localhost.example.com', null],
  ['file:///etc/passwd', null],
  ['localhost', null],
])('a development server at %s', (address, expected) => {
  expect(readOptions([], { ELECTRON_RENDERER_URL: address }, false).devServer).toBe(expected)
  expect(readOptions([], { ELECTRON_RENDERER_URL: address }, true).devServer).toBeNull()
})
