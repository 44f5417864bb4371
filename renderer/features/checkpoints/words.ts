// What a checkpoint was taken with, and the options of CRIU in words: the same where they are chosen and where they are told.
import type { Checkpoint } from '../../../src-shared/checkpoint-model.ts'
import { visibleText } from '../../ui/visible-text.ts'

export const switches = ['tcpEstablished', 'extUnixSk', 'fileLocks', 'shellJob', 'autoDedup'] as const
export type CriuSwitch = (typeof switches)[number]

export const switchWords: Record<
  CriuSwitch | 'tcpSkipInFlight' | 'linkRemap',
  { name: string; help: string }
> = {
  tcpEstablished: {
    name: 'Established TCP connections',
    help: 'Without it, any open connection makes the dump fail. (--tcp-established)',
  },
  extUnixSk: {
    name: 'Unix sockets that lead outside',
    help: 'Their other end is not part of the checkpoint. (--ext-unix-sk)',
  },
  fileLocks: { name: 'File locks', help: 'flock and the like that its processes hold. (--file-locks)' },
  shellJob: {
    name: 'A terminal from outside',
    help: 'Not needed for a terminal that runc made. (--shell-job)',
  },
  autoDedup: {
    name: 'Deduplicate parents',
    help: 'Frees in the parents’ images what this one has anew. (--auto-dedup)',
  },
  tcpSkipInFlight: {
    name: 'Skip connections under way',
    help: 'TCP connections that are not established yet; runc 1.3. (--tcp-skip-in-flight)',
  },
  linkRemap: {
    name: 'Files that are deleted but open',
    help: 'They are linked again under another name; runc 1.3. (--link-remap)',
  },
}

/** One line: what became of the container, of what the dump was, and by which programs. */
export function takenWith(checkpoint: Checkpoint): string {
  const { exit, preDump, parent, options, runcVersion, criuVersion, kernel } = checkpoint
  const chosen = [...switches, 'tcpSkipInFlight' as const, 'linkRemap' as const]
    .filter((name) => options[name] === true)
    .map((name) => switchWords[name].name.toLowerCase())
  const parts = [
    preDump ? 'pre-dump: memory alone' : exit ? 'ended the container' : 'the container went on',
    parent === null ? null : `on top of ${visibleText(parent)}`,
    chosen.length === 0 ? null : `with ${chosen.join(', ')}`,
    options.manageCgroupsMode === undefined ? null : `cgroups ${options.manageCgroupsMode}`,
    options.emptyNs === undefined ? null : 'network namespace left empty',
    runcVersion === null ? null : `runc ${visibleText(runcVersion)}`,
    criuVersion === null ? null : `CRIU ${visibleText(criuVersion)}`,
    kernel === null ? null : `Linux ${visibleText(kernel)}`,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
