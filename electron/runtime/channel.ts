// What an added process hangs on, seen from our side: a terminal or three pipes, with runc behind them.
import type { OutputStream } from './process-types.ts'

export interface Channel {
  /** runc's. */
  pid: number
  onData(listener: (bytes: Uint8Array, stream: OutputStream) => void): void
  /** After the last data. `signal` is 0 when none ended runc. */
  onExit(listener: (end: { exitCode: number; signal: number }) => void): void
  write(bytes: Uint8Array, onWritten: () => void): void
  closeInput(): void
  resize(columns: number, rows: number): void
  pause(): void
  resume(): void
}
