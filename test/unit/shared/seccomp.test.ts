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

  it('differs from the default by its error too', () => {
    const at = { index: 0, value: '0', valueTwo: '0', op: 'SCMP_CMP_EQ' }
    const rules = [rule(['bpf'], 'SCMP_ACT_ERRNO', { errno: 38, args: [at] })]
    expect(answerSeccomp({ ...profile, rules }, 'bpf')).toMatchObject({
      outcome: 'refused',
      cases: [{ when: 'argument 0 = 0', what: 'refused with error 38' }, { what: 'refused with EPERM' }],
    })
    const same = { ...profile, defaultErrno: 38, rules }
    expect(answerSeccomp(same, 'bpf').cases).toEqual([
      { when: null, what: 'refused with error 38', isAllowed: false },
    ])
    // EPERM is what is meant by none.
    const named = [rule(['bpf'], 'SCMP_ACT_ERRNO', { errno: 1, args: [at] })]
    expect(answerSeccomp({ ...profile, rules: named }, 'bpf').cases.length).toBe(1)
  })

  it('is by narrow rules where the wide one only repeats the default', () => {
    const at = { index: 0, value: '0', valueTwo: '0', op: 'SCMP_CMP_EQ' }
    const rules = [
      rule(['bpf'], 'SCMP_ACT_ERRNO', { errno: 1 }),
      rule(['bpf'], 'SCMP_ACT_ALLOW', { args: [at] }),
    ]
    expect(answerSeccomp({ ...profile, rules }, 'bpf')).toMatchObject({
      outcome: 'depends',
      cases: [
        { when: 'argument 0 = 0', isAllowed: true },
        { when: null, isAllowed: false },
      ],
    })
  })

  it('has a case for each condition where two are about one argument', () => {
    const at = (index: number, value: string) => ({ index, value, valueTwo: '0', op: 'SCMP_CMP_EQ' })
    const rules = [
      rule(['socket'], 'SCMP_ACT_ALLOW', { args: [at(0, '1'), at(0, '2'), at(1, '3')] }),
      rule(['bind'], 'SCMP_ACT_ALLOW', { args: [at(0, '1'), at(1, '3')] }),
    ]
    const whenOf = (call: string) => answerSeccomp({ ...profile, rules }, call).cases.map(({ when }) => when)
    expect(whenOf('socket')).toEqual(['argument 0 = 1', 'argument 0 = 2', 'argument 1 = 3', null])
    expect(whenOf('bind')).toEqual(['argument 0 = 1 and argument 1 = 3', null])
  })
})
