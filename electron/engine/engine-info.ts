// What an engine says of itself: who it is, where its containers are, what it found on this machine.
import { userInfo } from 'node:os'
import type { EngineInfo } from '../../src-shared/model.ts'
import type { Runtime } from '../runtime/index.ts'
import type { Sample } from './sample/sample.ts'

export interface EngineInfoSource {
  read(): Promise<EngineInfo>
}

export function createEngineInfo(
  runtime: Runtime,
  sample: Sample,
  about: { version: string; warnings: readonly string[] },
): EngineInfoSource {
  return {
    async read() {
      const { info } = runtime
      return {
        version: about.version,
        pid: process.pid,
        user: currentUser(),
        root: info.root,
        rootless: info.rootless,
        cgroup: info.cgroup,
        tools: [...info.tools, await sample.tool(info)],
        sampleProblem: await sample.problem(info),
        warnings: [...about.warnings],
      }
    },
  }
}

function currentUser(): EngineInfo['user'] {
  const uid = process.getuid?.() ?? 0
  try {
    return { uid, name: userInfo().username }
  } catch {
    return { uid, name: String(uid) } // a user without an entry in the user database
  }
}
