// One of main's message ports as the transport of an engine client.
import type { MessagePortMain } from 'electron'
import type { ClientFrame, EngineFrame, Transport } from '../../../src-shared/frames.ts'

export function portTransport(port: MessagePortMain): Transport<ClientFrame, EngineFrame> {
  return {
    send(frame) {
      port.postMessage(frame)
    },
    listen(onFrame, onClose) {
      port.on('message', (event) => onFrame(event.data as EngineFrame))
      port.once('close', onClose)
      port.start()
    },
    close() {
      port.close()
    },
  }
}
