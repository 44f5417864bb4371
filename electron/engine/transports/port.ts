// A Transport on a MessagePort. Knows ports by their shape: Electron's in a utility process, or any that acts alike.
import type { Transport } from '../../../src-shared/frames.ts'

/** What is used of Electron's MessagePortMain. */
export interface PortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export function createPortTransport<Outgoing, Incoming>(port: PortLike): Transport<Outgoing, Incoming> {
  return {
    send(frame) {
      port.postMessage(frame)
    },
    listen(onFrame, onClose) {
      port.on('message', (event) => onFrame(event.data as Incoming))
      port.on('close', onClose)
      // Until now the port has kept what came.
      port.start()
    },
    close() {
      port.close()
    },
  }
}
