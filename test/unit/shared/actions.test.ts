import { describe, expect, it } from 'vitest'
import { actions, refusal, type Action } from '../../../src-shared/actions.ts'
import { containerStatus, type ContainerStatus } from '../../../src-shared/model.ts'

function allowed(status: ContainerStatus, hasCgroup = true): Action[] {
  return actions.filter(
    (action) => refusal(action, { status, operation: null, hasCgroup, foreignUid: null }) === null,
  )
}

describe('refusal', () => {
  it('allows in each state what runc takes there', () => {
    expect(Object.fromEntries(containerStatus.options.map((status) => [status, allowed(status)]))).toEqual({
      creating: [],
      created: ['start', 'stop', 'kill', 'delete', 'terminal'],
      running: ['stop', 'kill', 'pause', 'checkpoint', 'delete', 'terminal'],
      pausing: [],
      paused: ['stop', 'kill', 'resume', 'checkpoint', 'delete'],
      stopped: ['delete'],
      broken: ['delete'],
    })
  })

  it('refuses freezing without a cgroup', () => {
    expect(allowed('running', false)).toEqual(['stop', 'kill', 'delete', 'terminal'])
    expect(allowed('paused', false)).toEqual(['stop', 'kill', 'delete'])
  })

  it('takes nothing where runc would do what another user wrote', () => {
    const foreign = { status: 'running', operation: null, hasCgroup: true, foreignUid: 1000 } as const
    const sentences = actions.map((action) => refusal(action, foreign))
    expect(new Set(sentences)).toEqual(new Set([expect.stringContaining('User 1000')]))
  })

  it('says what it is doing while a call is at it', () => {
    const busy = { status: 'running', operation: 'deleting', hasCgroup: true, foreignUid: null } as const
    expect(refusal('start', busy)).toBe('It is deleting at the moment.')
    const stopping = { ...busy, operation: 'stopping' } as const
    expect(actions.filter((action) => refusal(action, stopping) === null)).toEqual(['kill'])
  })
})
