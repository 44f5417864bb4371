import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { childWire } from '../../fixtures/engine/wires.ts'
import { describeContract } from './contract-suite.ts'

let bundle: { program: string; folder: string }

beforeAll(async () => {
  bundle = await bundleEntry('test/fixtures/engine/memory-engine-stdio.ts')
}, 60_000)
afterAll(() => rm(bundle.folder, { recursive: true, force: true }))

describeContract('stdio', async () => {
  const child = spawn(process.execPath, [bundle.program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const problems: string[] = []
  const ended = once(child, 'exit')
  return {
    transport: childWire(child, (sentence) => problems.push(sentence)),
    async disconnect() {
      // The client has closed its end, which is all that it takes.
      expect(await ended).toEqual([0, null])
      expect(problems).toEqual([])
    },
  }
})
