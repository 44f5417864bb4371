// A file of this machine as a program's standard input: read as fast as the program takes it, then the end.
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Process } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'

const pieceBytes = 64 * 1024

/** Throws BadArgument for what is no readable file; a pipe or a device may never end, or do something when it is read. */
export async function openInputFile(path: string): Promise<FileHandle> {
  const refuse = (why: string, cause?: unknown): Refusal =>
    new Refusal('BadArgument', `${path} cannot be its input: ${why}.`, {
      detail: { path: 'request.input.path' },
      cause,
    })
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw refuse(error instanceof Error ? (error.message.split(',')[0] ?? '') : String(error), error)
  }
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw refuse('it is not a regular file')
}

/** Resolves when the program has taken all of it, or has ended. Closes the file. */
export async function feedFile(process: Process, file: FileHandle): Promise<void> {
  try {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null)
      if (bytesRead === 0 || process.exit() !== null) return
      await new Promise<void>((resolve) => process.write(buffer.subarray(0, bytesRead), resolve))
    }
  } finally {
    process.closeStdin()
    await file.close()
  }
}
