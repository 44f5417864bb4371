import { expect, test } from 'vitest'
import { findPageFile } from '../../../../electron/main/security/page-files.ts'

const root = '/srv/out/renderer'
const get = (address: string) => findPageFile(root, 'GET', address)

test('files of the page are found with their kind', () => {
  expect(get('app://ui/')).toEqual({
    status: 200,
    path: `${root}/index.html`,
    mimeType: 'text/html; charset=utf-8',
  })
  expect(get('app://ui/assets/a%20b.js?x=/../#y')).toEqual({
    status: 200,
    path: `${root}/assets/a b.js`,
    mimeType: 'text/javascript; charset=utf-8',
  })
})

test.each([
  // Resolved by the URL parser before we see it: still below the root.
  ['app://ui/../../etc/hosts.json', 200],
  ['app://ui/..%2f..%2fetc/passwd.json', 403],
  ['app://ui/assets/%2e%2e%2f%2e%2e%2f%2e%2e/main/index.js', 403],
  ['app://ui/..%2frenderer-other/index.html', 403],
  ['app://ui/..%2frenderer', 403],
  ['app://ui/a%00.js', 400],
  ['app://ui/%E0%A4%A', 400],
  ['app://ui/source.ts', 404],
  ['app://ui/assets', 404],
  ['app://ui/assets/', 404],
  ['app://other/index.html', 403],
  ['app://ui.example/index.html', 403],
  ['app://ui:80/index.html', 403],
  ['https://ui/index.html', 403],
  ['file:///etc/passwd', 403],
  ['nonsense', 400],
])('%s is answered with %i', (address, status) => {
  const found = get(address)
  expect(found.status).toBe(status)
  if (found.status === 200) expect(found.path.startsWith(`${root}/`)).toBe(true)
})

test.each(['POST', 'HEAD', 'PUT', 'get'])('%s is no method for it', (method) => {
  expect(findPageFile(root, method, 'app://ui/index.html')).toEqual({ status: 405 })
})
