// Why a figure is not there, in a sentence: so that nobody takes it for 0.
import { existsSync } from 'node:fs'
import type { StatsSample } from '../../../src-shared/stats-model.ts'
import type { ContainerState, ContainerStats, RuntimeInfo } from '../../runtime/index.ts'

const noCgroup =
  'It has no cgroup of its own (rootless, without delegation), so the kernel does not count what it uses.'

export function missingParts(
  stats: ContainerStats,
  { hasCgroup, pid }: Pick<ContainerState, 'hasCgroup' | 'pid'>,
  mode: RuntimeInfo['cgroup'],
  hasPressure: boolean = existsSync('/proc/pressure'),
): StatsSample['missing'] {
  const because = (isMissing: boolean, sentence: string): string | null =>
    isMissing ? (hasCgroup ? sentence : noCgroup) : null
  const controller = (name: string): string =>
    `The ${name} controller does not count for this container${mode === 'v2' ? ': it is not enabled for its cgroup' : ''}.`
  return {
    cpu: because(stats.cpu === null, controller(mode === 'v2' ? 'cpu' : 'cpuacct')),
    throttling: because(!stats.cpu?.throttling, controller('cpu')),
    memory: because(stats.memory === null, controller('memory')),
    pids: because(stats.pids === null, controller('pids')),
    io: because(stats.io === null, controller(mode === 'v2' ? 'io' : 'blkio')),
    network:
      stats.network !== null
        ? null
        : pid === null
          ? 'It has no process, and so no network to be read.'
          : 'The network of its process cannot be read by this user.',
    pressure: because(stats.pressure === null, pressureSentence(mode, hasPressure)),
  }
}

function pressureSentence(mode: RuntimeInfo['cgroup'], hasPressure: boolean): string {
  if (!hasPressure) {
    return 'This kernel counts no pressure: it is older than 4.20, or pressure stall information is switched off (psi=1 on its command line).'
  }
  if (mode === 'v1') return 'cgroup v1 counts no pressure for a container; cgroup v2 does.'
  return 'The kernel counts no pressure for its cgroup.'
}
