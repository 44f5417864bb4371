// Who may do what: permissions, requests and callers, each as a plain decision.
import { describe, expect, test } from 'vitest'
import { isPermitted } from '../../../../electron/main/security/permissions.ts'
import { isLocalRequest } from '../../../../electron/main/security/requests.ts'
import { isTrusted, type SenderFrame } from '../../../../electron/main/security/sender.ts'

describe('permissions', () => {
  test.each([
    ['clipboard-sanitized-write', 'app://ui', true],
    ['clipboard-sanitized-write', 'app://ui/index.html', true],
    ['clipboard-sanitized-write', 'app://other/', false],
    ['clipboard-sanitized-write', 'https://ui/', false],
    ['clipboard-sanitized-write', '', false],
    ['clipboard-read', 'app://ui/', false],
    ['notifications', 'app://ui/', false],
    ['media', 'app://ui/', false],
    ['fullscreen', 'app://ui/', false],
  ])('%s for “%s”: %s', (permission, address, expected) => {
    expect(isPermitted(permission, address)).toBe(expected)
  })
})

describe('requests', () => {
  const server = 'http://localhost:5173'
  test.each([
    ['app://ui/index.html', true, true],
    ['data:image/png;base64,AA', true, true],
    ['devtools://devtools/bundled/x.html', true, true],
    ['app://other/index.html', false, false],
    ['http://localhost:5173/main.tsx', false, true],
    ['ws://localhost:5173/', false, true],
    ['http://localhost:5174/', false, false],
    ['https://example.com/', false, false],
    ['wss://example.com/', false, false],
    ['file:///etc/passwd', false, false],
    ['blob:app://ui/1', false, false],
    ['', false, false],
  ])('%s: %s; while developing: %s', (address, packaged, developing) => {
    expect([isLocalRequest(address, null), isLocalRequest(address, server)]).toEqual([packaged, developing])
  })
})

describe('callers', () => {
  const contents = {}
  const frame: SenderFrame = {
    origin: 'app://ui',
    url: 'app://ui/index.html',
    parent: null,
    frameTreeNodeId: 1,
  }
  const owner = { contents, topFrame: frame }

  test('the top frame of our window, on our page, may call', () => {
    expect(isTrusted({ frame, contents }, owner)).toBe(true)
  })

  test.each([
    ['no frame', { frame: null, contents }],
    ['another window', { frame, contents: {} }],
    ['a frame in the page', { frame: { ...frame, parent: frame, frameTreeNodeId: 2 }, contents }],
    ['another top frame', { frame: { ...frame, frameTreeNodeId: 7 }, contents }],
    ['another origin', { frame: { ...frame, origin: 'https://example.com' }, contents }],
    ['an opaque origin', { frame: { ...frame, origin: 'null' }, contents }],
    ['another address', { frame: { ...frame, url: 'about:blank' }, contents }],
  ])('%s may not', (_who, sender) => {
    expect(isTrusted(sender, owner)).toBe(false)
  })

  test('nobody may when there is no window, nor when the frame is gone', () => {
    const gone = {
      ...frame,
      get origin(): string {
        throw new Error('Render frame was disposed')
      },
    }
    expect([isTrusted({ frame, contents }, null), isTrusted({ frame: gone, contents }, owner)]).toEqual([
      false,
      false,
    ])
  })
})
