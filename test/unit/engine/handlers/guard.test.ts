import { expect, it } from 'vitest'
import { demandAllowed } from '../../../../electron/engine/handlers/guard.ts'
import { actions } from '../../../../src-shared/actions.ts'
import { containerStatus } from '../../../../src-shared/model.ts'
import { createMemoryRuntime } from '../../../fixtures/engine/memory-runtime.ts'

const runtime = createMemoryRuntime()

function codes(hasCgroup: boolean): Record<string, string> {
  const found: Record<string, string> = {}
  for (const status of containerStatus.options) {
    runtime.put('c', { status, hasCgroup })
    found[status] = actions.map((action) => codeOf(action)).join(' ')
  }
  return found
}
function codeOf(action: (typeof actions)[number]): string {
  try {
    demandAllowed(action, runtime.get('c'))
    return 'yes'
  } catch (error) {
    return String(Reflect.get(error as object, 'code'))
  }
}

it('gives each refusal the code that runc’s own would get', () => {
  // In the order of `actions`: start, stop, kill, pause, resume, checkpoint, delete, terminal.
  expect(codes(true)).toEqual({
    creating: 'NotRunning NotRunning NotRunning NotRunning NotRunning NotRunning NotRunning NotRunning',
    created: 'yes yes yes NotRunning NotPaused NotRunning yes yes',
    running: 'Running yes yes yes NotPaused yes yes yes',
    pausing: 'Paused Paused Paused Paused Paused Paused Paused Paused',
    paused: 'Paused yes yes Paused yes yes yes Paused',
    stopped: 'Stopped Stopped Stopped Stopped Stopped Stopped yes Stopped',
    broken:
      'StateUnreadable StateUnreadable StateUnreadable StateUnreadable StateUnreadable StateUnreadable yes StateUnreadable',
  })
})

it('does nothing for a user whose words runc would follow with our rights', () => {
  runtime.put('c', { status: 'stopped', foreignUid: 1000 })
  expect(actions.map((action) => codeOf(action))).toEqual(actions.map(() => 'PermissionDenied'))
  runtime.put('c', { foreignUid: null })
})

it('knows what cannot be done without a cgroup', () => {
  const { running, paused } = codes(false)
  expect([running, paused]).toEqual([
    'Running yes yes CgroupUnavailable NotPaused CgroupUnavailable yes yes',
    'Paused yes yes Paused CgroupUnavailable CgroupUnavailable yes Paused',
  ])
})
