import { expect, test } from 'vitest'
import { developmentPolicy, pageHeaders } from '../../../../electron/main/security/headers.ts'

test('every answer carries the whole policy', () => {
  expect(pageHeaders('text/css')).toEqual({
    'Content-Type': 'text/css',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
      "font-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  })
})

test('while developing, vite’s inline scripts and its socket are let in, and nothing else', () => {
  const strict = (pageHeaders('text/html')['Content-Security-Policy'] ?? '').split('; ')
  const loosened = developmentPolicy('http://localhost:5173').split('; ')
  expect(loosened.filter((directive) => !strict.includes(directive))).toEqual([
    "script-src 'self' 'unsafe-inline'",
    "connect-src 'self' ws://localhost:5173",
  ])
})
