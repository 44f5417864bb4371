// A Transport on a MessagePort of Electron's, in main as in a utility process; knows it by its shape alone.
import type { Transport } from './frames.ts'

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
