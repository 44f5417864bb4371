// What a seccomp profile of a config.json says of one system call, as libseccomp makes a filter of it.

export interface SeccompArgument {
  index: number
  value: string
  valueTwo: string
  op: string
}

export interface SeccompRule {
  names: string[]
  action: string
  /** Null for the usual one, EPERM. */
  errno: number | null
  args: SeccompArgument[]
}

export interface SeccompProfile {
  defaultAction: string
  defaultErrno: number | null
  architectures: string[]
  flags: string[]
  rules: SeccompRule[]
}

export interface SeccompAnswer {
  /** Of the call whatever its arguments; null when these decide and nothing holds for all others but the default. */
  outcome: 'allowed' | 'refused' | 'depends'
  /** What happens, most special first; the last one holds where none before does. */
  cases: { when: string | null; what: string; isAllowed: boolean }[]
  /** The profile has a rule with its name. */
  isNamed: boolean
}

const operators: Record<string, string> = {
  SCMP_CMP_NE: '≠',
  SCMP_CMP_LT: '<',
  SCMP_CMP_LE: '≤',
  SCMP_CMP_EQ: '=',
  SCMP_CMP_GE: '≥',
  SCMP_CMP_GT: '>',
}

/** What a rule answers that names no error. */
const eperm = 1
/** Those that answer with a number, an error or one for the tracer. */
const withErrno = new Set(['SCMP_ACT_ERRNO', 'SCMP_ACT_TRACE'])
const permissive = new Set(['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG'])

export function answerSeccomp(profile: SeccompProfile, call: string): SeccompAnswer {
  const rules = profile.rules.filter(({ names }) => names.includes(call))
  const otherwise = { action: profile.defaultAction, errno: profile.defaultErrno }
  // runc makes no filter of a rule that only repeats the default, be it wide or narrow.
  const effective = rules.filter((rule) => !isSameOutcome(rule, otherwise))
  // A rule without conditions is a wider filter and takes the place of those with some.
  const wide = effective.find(({ args }) => args.length === 0)
  const rest = wide ?? otherwise
  const narrow = wide ? [] : effective.flatMap(alternatives)
  const cases = [...narrow.map((rule) => caseOf(conditionText(rule.args), rule)), caseOf(null, rest)]
  const allowed = cases.filter(({ isAllowed }) => isAllowed).length
  const outcome = allowed === cases.length ? 'allowed' : allowed === 0 ? 'refused' : 'depends'
  return { outcome, cases, isNamed: rules.length > 0 }
}

/** Conditions hold together, unless two are about one argument: then runc makes a rule of each. */
function alternatives(rule: SeccompRule): SeccompRule[] {
  const { names, action, errno, args } = rule
  const isRepeated = new Set(args.map(({ index }) => index)).size < args.length
  return isRepeated ? args.map((one) => ({ names, action, errno, args: [one] })) : [rule]
}

type Outcome = Pick<SeccompRule, 'action' | 'errno'>

function isSameOutcome(one: Outcome, other: Outcome): boolean {
  if (plainAction(one.action) !== plainAction(other.action)) return false
  return !withErrno.has(one.action) || (one.errno ?? eperm) === (other.errno ?? eperm)
}

/** An older name for the same. */
function plainAction(action: string): string {
  return action === 'SCMP_ACT_KILL' ? 'SCMP_ACT_KILL_THREAD' : action
}

function caseOf(when: string | null, { action, errno }: Outcome): SeccompAnswer['cases'][number] {
  return { when, what: actionText(action, errno), isAllowed: permissive.has(action) }
}

/** What becomes of a call. */
export function actionText(action: string, errno: number | null): string {
  switch (action) {
    case 'SCMP_ACT_ALLOW':
      return 'allowed'
    case 'SCMP_ACT_LOG':
      return 'allowed, and logged'
    case 'SCMP_ACT_ERRNO':
      return errno === null || errno === eperm ? 'refused with EPERM' : `refused with error ${errno}`
    case 'SCMP_ACT_KILL':
    case 'SCMP_ACT_KILL_THREAD':
      return 'ends the thread'
    case 'SCMP_ACT_KILL_PROCESS':
      return 'ends the process'
    case 'SCMP_ACT_TRAP':
      return 'raises SIGSYS'
    case 'SCMP_ACT_TRACE':
      return 'left to a tracer'
    case 'SCMP_ACT_NOTIFY':
      return 'left to a supervisor'
    default:
      return action
  }
}

function conditionText(args: readonly SeccompArgument[]): string {
  return args
    .map(({ index, value, valueTwo, op }) =>
      op === 'SCMP_CMP_MASKED_EQ'
        ? `argument ${index} & ${hexText(value)} = ${hexText(valueTwo)}`
        : `argument ${index} ${operators[op] ?? op} ${hexText(value)}`,
    )
    .join(' and ')
}

/** Flags are read in hexadecimal, small numbers as they are. */
function hexText(value: string): string {
  const number = Number(value)
  return Number.isSafeInteger(number) && number > 255 ? `0x${number.toString(16)}` : value
}
