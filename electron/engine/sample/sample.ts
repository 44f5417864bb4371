// The sample container, made from what is on this machine: says whether it can be, and builds its bundle.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tool } from '../../../src-shared/model.ts'
import type { RuntimeInfo } from '../../runtime/index.ts'
import { Refusal } from '../contract/failure.ts'
import { settleAll } from '../settle-all.ts'
import { findBusybox, type Busybox } from './busybox.ts'
import { writeConfiguration } from './configuration.ts'
import { layRootFilesystem } from './root-filesystem.ts'

export interface Sample {
  /** Why it cannot be made, in one sentence; null when it can. */
  problem(info: RuntimeInfo): Promise<string | null>
  /** busybox, told like the programs that the runtime drives. */
  tool(info: RuntimeInfo): Promise<Tool>
  /** Looks for busybox again the next time. */
  forget(): void
  /** Fills an empty directory with a bundle. */
  lay(directory: string, id: string, info: RuntimeInfo, signal: AbortSignal): Promise<void>
}

/** Linux's limit for a host name is 64 bytes, its final NUL included. */
const longestHostname = 63

export function createSample(searchPath: string): Sample {
  let looking: Promise<Busybox | null> | null = null

  function find(): Promise<Busybox | null> {
    looking ??= findBusybox(searchPath)
    return looking
  }

  async function problem(info: RuntimeInfo): Promise<string | null> {
    const missing = info.tools.find((tool) => isNeeded(tool) && tool.path === null)
    if (missing !== undefined)
      return `${missing.name} is not on this machine.${advice(missing.installCommand)}`
    if ((await find()) !== null) return null
    return `The sample is made of busybox, and no statically linked one is on this machine.${advice(installCommand(info))}`
  }

  return {
    problem,
    async tool(info) {
      return {
        name: 'busybox',
        required: false,
        path: (await find())?.path ?? null,
        version: (await find())?.version ?? null,
        neededFor: 'Making the sample container. It has to be statically linked.',
        installCommand: installCommand(info),
      }
    },
    forget() {
      looking = null
    },
    async lay(directory, id, info, signal) {
      const busybox = await find()
      const why = await problem(info)
      if (busybox === null || info.runc === null || why !== null) {
        throw new Refusal('RuntimeMissing', why ?? 'The sample cannot be made here.')
      }
      const hostname = id.slice(0, longestHostname)
      const root = join(directory, 'rootfs')
      await mkdir(root)
      await settleAll([
        layRootFilesystem(root, busybox, hostname),
        writeConfiguration(info.runc.path, directory, { hostname, rootless: info.rootless, signal }),
      ])
      signal.throwIfAborted()
    },
  }
}

function isNeeded(tool: Tool): boolean {
  return tool.name === 'runc' || tool.name === 'conmon'
}

/** By the same package manager as runc. Debian's plain “busybox” is not static, all others are. */
function installCommand(info: RuntimeInfo): string | null {
  const forRunc = info.tools.find((tool) => tool.name === 'runc')?.installCommand
  if (forRunc === undefined || forRunc === null) return null
  const name = forRunc.includes('apt ') ? 'busybox-static' : 'busybox'
  return forRunc.replace(/\S+$/, name)
}

function advice(install: string | null): string {
  return install === null ? '' : ` Install it: ${install}`
}
