// A DOM MessagePort as the transport of an engine client.
import type { ClientFrame, EngineFrame, Transport } from '../../src-shared/frames.ts'

/** `onClose` fires when the other end goes away (Chrome 122 and later tell so) or cannot be understood. */
export function portTransport(port: MessagePort): Transport<ClientFrame, EngineFrame> {
  return {
    send(frame) {
      port.postMessage(frame)
    },
    listen(onFrame, onClose) {
      port.addEventListener('message', (event: MessageEvent<EngineFrame>) => onFrame(event.data))
      port.addEventListener('close', onClose)
      port.start()
    },
    close() {
      port.close()
    },
  }
}
