// The contract and the code on both sides of it must not drift apart.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { actions } from '../../../src-shared/actions.ts'
import { calls, events, streams } from '../../../src-shared/contract.ts'

const repository = resolve(import.meta.dirname, '../../..')

function sourceOf(...folders: string[]): string {
  return folders
    .flatMap((folder) => readdirSync(join(repository, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}

/** A call by its whole name, or by its family and one of the actions. */
function isCalled(name: string): boolean {
  const [family = '', action = ''] = name.split('.')
  const isAction = actions.some((known) => known === action)
  return clients.includes(`'${name}'`) || (isAction && clients.includes(`call(\`${family}.\${action}\``))
}

const engine = sourceOf('electron/engine')
const clients = sourceOf('renderer', 'electron/main')

describe.each(Object.keys(calls))('call %s', (name) => {
  it('has a handler', () => {
    expect(engine).toContain(`'${name}': `)
  })
  it('has a caller', () => {
    expect(isCalled(name), `nobody in renderer/ or electron/main/ calls '${name}'`).toBe(true)
  })
})

describe.each(Object.keys(events))('event %s', (name) => {
  it('is told', () => {
    expect(engine).toContain(`broadcast('${name}', `)
  })
  it('has a listener', () => {
    expect(clients.includes(`'${name}'`), `nobody in renderer/ or electron/main/ hears '${name}'`).toBe(true)
  })
})

describe.each(Object.keys(streams))('stream %s', (name) => {
  it('has an opener', () => {
    expect(engine).toContain(`${name}: (`)
  })
  it('has a viewer', () => {
    expect(clients.includes(`'${name}'`), `nobody in renderer/ or electron/main/ opens '${name}'`).toBe(true)
  })
})
