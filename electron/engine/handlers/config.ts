// The calls about what a container is configured to be, and what it is.
import { join } from 'node:path'
import { readConfigFile, longestParsedBytes, readRaw, type ConfigFile } from '../config/config-file.ts'
import { createDifferences, same } from '../config/difference.ts'
import { readInForce } from '../config/in-force.ts'
import { viewSpec } from '../config/spec-view.ts'
import { toErrorInfo } from '../contract/failure.ts'
import type { CallResult } from '../../../src-shared/contract.ts'
import type { Handlers } from '../contract/service.ts'
import type { Parts } from './parts.ts'

type ConfigCalls = Extract<keyof Handlers, `config.${string}`>
type Report = CallResult<'config.read'>

export function configHandlers({ roots, registry, log }: Parts): Pick<Handlers, ConfigCalls> {
  const findDifference = createDifferences()

  function view(file: ConfigFile, path: string): Pick<Report, 'view' | 'problem'> {
    if (file.isCut) {
      const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024)
      const found = `${path} has ${megabytes(file.bytes)} MB, and at most ${megabytes(longestParsedBytes)} MB are made readable.`
      return { view: null, problem: `${found} Its beginning is there as it is, under Raw.` }
    }
    try {
      const shown = viewSpec(JSON.parse(file.text))
      return { view: shown, problem: shown === null ? `${path} is no JSON object.` : null }
    } catch {
      return { view: null, problem: `${path} is not valid JSON.` }
    }
  }

  return {
    'config.read': async ({ key }) => {
      const { runtime, id } = roots.find(key)
      const container = runtime.get(id)
      const state = container.state()
      const { containers } = await registry.snapshot()
      const known = containers.flatMap(({ pid, id: other }) => (pid === null ? [] : [{ pid, id: other }]))
      const now = state.pid === null ? null : await readInForce(state.pid, state.cgroupPaths, known)
      const path = container.configPath
      try {
        const file = await readConfigFile(path, longestParsedBytes, state.foreignUid)
        const shown = view(file, path)
        const difference = file.isCut ? same : await findDifference(container, state, file)
        return { ...shown, now, difference }
      } catch (error) {
        return { view: null, problem: toErrorInfo(error, log).message, now, difference: same }
      }
    },
    'config.raw': ({ key, file }) => {
      const { runtime, id } = roots.find(key)
      const container = runtime.get(id)
      const path = file === 'config' ? container.configPath : join(key, 'state.json')
      return readRaw(path, container.state().foreignUid)
    },
  }
}
