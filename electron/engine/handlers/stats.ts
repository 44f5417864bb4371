// The call by which what a container uses is followed.
import type { Handlers } from '../contract/service.ts'
import { readSample } from '../stats/sample.ts'
import type { Parts } from './parts.ts'

export function statsHandlers({ roots }: Parts): Pick<Handlers, 'stats.read'> {
  return {
    'stats.read': ({ key }) => {
      const { runtime, id } = roots.find(key)
      return readSample(runtime.get(id), runtime.info.cgroup)
    },
  }
}
