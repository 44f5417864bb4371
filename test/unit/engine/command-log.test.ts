import { expect, it, vi } from 'vitest'
import { createCommandLog } from '../../../electron/engine/command-log.ts'
import type { CommandRecord } from '../../../src-shared/model.ts'

function command(id: number, changes: Partial<CommandRecord> = {}): CommandRecord {
  const startedAt = '2026-01-01T00:00:00.000Z'
  const begun = { argv: ['runc'], cwd: null, containerKey: null, startedAt, durationMs: null }
  return { id, ...begun, exitCode: null, error: null, ...changes }
}

it('keeps each command once, as it was told last', () => {
  const changed = vi.fn<(record: CommandRecord) => void>()
  const log = createCommandLog(changed)
  log.record(command(1))
  log.record(command(2))
  log.record(command(1, { durationMs: 5, exitCode: 0 }))
  expect(log.recent()).toEqual([command(1, { durationMs: 5, exitCode: 0 }), command(2)])
  expect(changed).toHaveBeenCalledTimes(3)
})

it('keeps the last 500', () => {
  const log = createCommandLog(() => {})
  for (let id = 1; id <= 700; id += 1) log.record(command(id))
  expect(log.recent().map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, index) => index + 201))
})
