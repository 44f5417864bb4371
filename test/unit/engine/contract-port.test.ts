import { rmSync } from 'node:fs'
import { createMemoryEngine } from '../../fixtures/engine/memory-engine.ts'
import { portWire } from '../../fixtures/engine/wires.ts'
import { describeContract } from './contract-suite.ts'

describeContract('a MessagePort', async () => {
  const { engine, directory } = await createMemoryEngine({ echoes: true })
  const wire = portWire()
  engine.connect(wire.engine)
  return {
    transport: wire.client,
    async disconnect() {
      await engine.dispose()
      rmSync(directory, { recursive: true, force: true })
    },
  }
})
