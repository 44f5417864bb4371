// Raw IPC lives in two places, so that nothing is served beside the registry and nothing passes beside the bridge.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const electron = resolve(import.meta.dirname, '../../../electron')

test('only the application hands ipcMain to the registry, and only preload knows ipcRenderer', () => {
  const users = readdirSync(electron, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) =>
      /\b(ipcMain|ipcRenderer)\b/.test(withoutTypes(readFileSync(join(electron, path), 'utf8'))),
    )
  expect(users.toSorted()).toEqual(['main/application.ts', 'main/calls/registry.ts', 'preload/index.ts'])
})

function withoutTypes(source: string): string {
  return source.replaceAll(/^import type .*$/gm, '')
}
