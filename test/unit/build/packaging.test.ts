// What is packaged: the fuses of the two flavours, and the words of the desktop entry. And what a bench may hand over.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkMetrics } from '../../../build/bench/table.mjs'
import { makeConfiguration } from '../../../build/packaging/configuration.mjs'
import { readDesktopEntry } from '../../../build/packaging/desktop-entry.mjs'

const electron = { path: '/e/electron', dist: '/e', version: '33.2.1', source: 'registry' } as const

describe('makeConfiguration', () => {
  it('closes every fuse for users, and opens one for Playwright', () => {
    const release = makeConfiguration({ flavour: 'release', electron, output: '/o' }).electronFuses
    const endToEnd = makeConfiguration({ flavour: 'e2e', electron, output: '/o' }).electronFuses
    expect(release).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      enableCookieEncryption: true,
    })
    expect(endToEnd).toEqual({ ...release, enableNodeCliInspectArguments: true })
  })
})

describe('readDesktopEntry', () => {
  it('leaves to the packager what the packager knows', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../build/linux/runc-desktop.desktop'), 'utf8')
    const entry = readDesktopEntry(text)
    expect(entry).toMatchObject({ Name: 'Runc Desktop', Terminal: 'false' })
    expect(Object.keys(entry)).not.toContain('Exec')
  })
})

describe('checkMetrics', () => {
  const metric = { id: 'a', value: 1, unit: 'ms', against: null, againstValue: null, ratio: null }

  it('takes whole figures, and refuses none and what is not a number', () => {
    expect(checkMetrics({ metrics: [metric] })).toEqual([metric])
    expect(() => checkMetrics({ metrics: [] })).toThrow('measured nothing')
    expect(() => checkMetrics({ metrics: [{ ...metric, value: Number.NaN }] })).toThrow('a is not a number')
  })
})
