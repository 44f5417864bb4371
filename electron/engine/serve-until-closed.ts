// An engine with one client: when that goes, the process goes.
import type { ClientFrame, EngineFrame, Transport } from '../../src-shared/frames.ts'
import type { Engine } from './engine.ts'

export function serveUntilClosed(engine: Engine, transport: Transport<EngineFrame, ClientFrame>): void {
  engine.connect({
    ...transport,
    listen(onFrame, onClose) {
      transport.listen(onFrame, () => {
        onClose()
        void engine.dispose().then(() => process.exit(0))
      })
    },
  })
}
