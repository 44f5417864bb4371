// What the containers run: programs that print numbered lines, so that a lost one shows, and that end with a code which
// is known beforehand.
import { join } from 'node:path'
import { makeBundle } from '../fixtures/bundle.ts'
import type { Random } from './random.ts'

export interface Program {
  kind: 'quick' | 'late' | 'steady' | 'stubborn' | 'flood'
  args: string[]
  terminal: boolean
  /** Its exit code when it comes to its end; null when it never does. */
  ends: number | null
  /** Its exit code upon TERM; null when that does not end it. */
  endsOnTerm: number | null
  /** How many lines, 1, 2, 3 …, it prints to its end; null when it never comes to that. */
  lines: number | null
}

const weights = { quick: 4, late: 3, steady: 5, stubborn: 1, flood: 2 } as const

/** More than conmon's cap of a file (20 MB) with the 45 bytes that it puts before each line. */
const mostFloodLines = 500_000

export function chooseProgram(random: Random): Program {
  const code = random.below(100)
  const kind = random.weighted(weights)
  const terminal = random.chance(0.25)
  const about = { kind, terminal, ends: null, endsOnTerm: null, lines: null }
  const sh = (script: string): string[] => ['sh', '-c', script]
  const counting = (pause: string): string => `i=0; while :; do i=$((i+1)); echo $i; sleep ${pause}; done`
  switch (kind) {
    case 'quick': {
      const lines = random.below(3000)
      return { ...about, args: sh(`seq 1 ${lines}; exit ${code}`), ends: code, lines }
    }
    case 'late': {
      const lines = 1 + random.below(20)
      const script = `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo $i; sleep 0.03; done; exit ${code}`
      return { ...about, args: sh(script), ends: code, lines }
    }
    case 'steady':
      return { ...about, args: sh(`trap 'exit ${code}' TERM; ${counting('0.02')}`), endsOnTerm: code }
    case 'stubborn':
      return { ...about, args: sh(`trap '' TERM; ${counting('0.05')}`) }
    case 'flood':
      break
  }
  const lines = random.chance(0.3) ? mostFloodLines : 20_000 + random.below(60_000)
  return { ...about, args: sh(`seq 1 ${lines}; exit ${code}`), ends: code, lines }
}

/** A bundle of its own on the shared root file system. */
export function layBundle(folder: string, id: string, program: Program): string {
  return makeBundle(join(folder, 'bundles', id), {
    rootfs: join(folder, 'rootfs'),
    args: program.args,
    edit: (config) => (config.process.terminal = program.terminal),
  })
}
