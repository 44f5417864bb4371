import { describe, expect, it } from 'vitest'
import { answerSeccomp, type SeccompProfile, type SeccompRule } from '../../../src-shared/seccomp.ts'

const rule = (names: string[], action: string, changes: Partial<SeccompRule> = {}): SeccompRule => ({
  names,
  action,
  errno: null,
  args: [],
  ...changes,
})

/** In the way of Docker’s own. */
const profile: SeccompProfile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  defaultErrno: null,
  architectures: [],
  flags: [],
  rules: [
    rule(['read', 'write'], 'SCMP_ACT_ALLOW'),
    rule(['personality'], 'SCMP_ACT_ALLOW', {
      args: [{ index: 0, value: '0', valueTwo: '0', op: 'SCMP_CMP_EQ' }],
    }),
    rule(['personality'], 'SCMP_ACT_ALLOW', {
      args: [{ index: 0, value: '8', valueTwo: '0', op: 'SCMP_CMP_EQ' }],
    }),
    rule(['clone'], 'SCMP_ACT_ALLOW', {
      args: [{ index: 0, value: '2114060288', valueTwo: '0', op: 'SCMP_CMP_MASKED_EQ' }],
    }),
    rule(['clone3'], 'SCMP_ACT_ERRNO', { errno: 38 }),
    rule(['mixed'], 'SCMP_ACT_KILL_PROCESS', {
      args: [{ index: 1, value: '1', valueTwo: '0', op: 'SCMP_CMP_NE' }],
    }),
    rule(['mixed'], 'SCMP_ACT_LOG'),
  ],
}

describe('whether a call is allowed', () => {
  it('is what its rule says', () => {
    expect(answerSeccomp(profile, 'read')).toEqual({
      outcome: 'allowed',
      cases: [{ when: null, what: 'allowed', isAllowed: true }],
      isNamed: true,
    })
    expect(answerSeccomp(profile, 'clone3')).toMatchObject({
      outcome: 'refused',
      cases: [{ what: 'refused with error 38' }],
    })
  })

  it('is what holds for all that are not named', () => {
    expect(answerSeccomp(profile, 'mount')).toEqual({
      outcome: 'refused',
      cases: [{ when: null, what: 'refused with EPERM', isAllowed: false }],
      isNamed: false,
    })
    expect(answerSeccomp({ ...profile, defaultAction: 'SCMP_ACT_ALLOW' }, 'mount').outcome).toBe('allowed')
  })

  it('depends on arguments, each case said', () => {
    expect(answerSeccomp(profile, 'personality')).toMatchObject({
      outcome: 'depends',
      cases: [
        { when: 'argument 0 = 0', isAllowed: true },
        { when: 'argument 0 = 8', isAllowed: true },
        { when: null, what: 'refused with EPERM' },
      ],
    })
    expect(answerSeccomp(profile, 'clone').cases[0]?.when).toBe('argument 0 & 0x7e020000 = 0')
  })

  it('is by the wider rule where one without conditions is there too, and by the default where a rule repeats it', () => {
    expect(answerSeccomp(profile, 'mixed')).toMatchObject({
      outcome: 'allowed',
      cases: [{ what: 'allowed, and logged' }],
    })
    const open = { ...profile, defaultAction: 'SCMP_ACT_ALLOW' }
    expect(answerSeccomp(open, 'personality')).toMatchObject({ outcome: 'allowed', cases: [{ when: null }] })
  })
})
