// A pseudo terminal whose program has ended: whoever resizes it a moment later is not at fault.
import { expect, test } from 'vitest'
import { openPty } from '../../../electron/runtime/pty.ts'

test('a resize after the end does nothing', async () => {
  const pty = await openPty({
    file: '/bin/true',
    args: [],
    environment: {},
    workingDirectory: '/',
    columns: 80,
    rows: 24,
  })
  await new Promise<void>((resolve) => pty.onExit(() => resolve()))
  expect(() => pty.resize(100, 30)).not.toThrow()
  expect(() => pty.resize(0, 0)).toThrow(/positive/)
})
