import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createIdMapReader } from '../../../../electron/engine/inside/id-maps.ts'
import type { Container } from '../../../../electron/runtime/index.ts'

it('the maps of a stopped container are read again when its config.json has changed, and not before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rd-maps-'))
  const configPath = join(folder, 'config.json')
  let read = 0
  let hostID = 1000
  const spec = (): Promise<unknown> => {
    read += 1
    const mappings = [{ containerID: 0, hostID, size: 1 }]
    return Promise.resolve({ linux: { uidMappings: mappings, gidMappings: mappings } })
  }
  const container = { configPath, spec } as Pick<Container, 'configPath' | 'spec'> as Container
  const readIdMaps = createIdMapReader()
  writeFileSync(configPath, '{}')
  for (let round = 0; round < 3; round += 1) expect((await readIdMaps(container, null)).users.root).toBe(1000)
  expect(read).toBe(1)
  hostID = 2000
  writeFileSync(configPath, '{ }')
  expect((await readIdMaps(container, null)).users.root).toBe(2000)
  expect(read).toBe(2)
  const unreadable = { configPath, spec: () => Promise.reject(new Error('gone')) } as unknown as Container
  rmSync(folder, { recursive: true })
  expect((await readIdMaps(unreadable, null)).groups.root).toBeNull()
})
