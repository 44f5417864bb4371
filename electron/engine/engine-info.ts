// What an engine says of itself: who it is, where its containers are, what it found on this machine.
import { userInfo } from 'node:os'
import type { EngineInfo } from '../../src-shared/model.ts'
import type { Runtime } from '../runtime/index.ts'
import type { Sample } from './sample/sample.ts'

export interface EngineInfoSource {
  read(): Promise<EngineInfo>
  /** One more warning, beside those of the start, until there is another or none. */
  warn(sentence: string | null): void
}

export function createEngineInfo(
  runtime: Runtime,
  sample: Sample,
  about: { version: string; warnings: readonly string[] },
): EngineInfoSource {
  let latest: string | null = null
  return {
    warn(sentence) {
      latest = sentence
    },
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
        warnings: latest === null ? [...about.warnings] : [...about.warnings, latest],
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
