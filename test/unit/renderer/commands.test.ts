import { expect, test, vi } from 'vitest'
import type { CommandRecord } from '../../../src-shared/model.ts'

vi.mock('../../../renderer/engine/index.ts', () => ({ engine: {}, onConnected: () => {} }))
const { keptCommands, lastCommand, withCommand } = await import('../../../renderer/stores/commands.ts')

function command(id: number, fields: Partial<CommandRecord> = {}): CommandRecord {
  return {
    id,
    argv: ['runc', 'state', 'a'],
    cwd: null,
    containerKey: 'a',
    startedAt: '2026-08-01T10:00:00.000Z',
    durationMs: null,
    exitCode: null,
    error: null,
    ...fields,
  }
}

test('its end takes the place of its beginning', () => {
  const ended = command(1, { durationMs: 8, exitCode: 0 })
  expect(withCommand([command(1), command(2)], ended)).toEqual([ended, command(2)])
})

test('the oldest go', () => {
  let commands: CommandRecord[] = []
  for (let id = 0; id < keptCommands + 3; id += 1) commands = withCommand(commands, command(id))
  expect([commands.length, commands[0]?.id]).toEqual([keptCommands, 3])
})

test('the last one of a container, or of all', () => {
  const commands = [command(1), command(2), command(3, { containerKey: 'b' })]
  expect([
    lastCommand({ commands })?.id,
    lastCommand({ commands }, 'a')?.id,
    lastCommand({ commands }, 'c'),
  ]).toEqual([3, 2, null])
})
