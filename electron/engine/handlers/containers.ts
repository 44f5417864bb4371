// The calls that only look at containers.
import type { ContainerDetail, ContainerOwner } from '../../../src-shared/model.ts'
import type { Container } from '../../runtime/index.ts'
import { readSpec, type OciSpec } from '../../../src-shared/oci-config.ts'
import { stampOf } from '../config/file-stamp.ts'
import { toErrorInfo } from '../contract/failure.ts'
import type { Handlers } from '../contract/service.ts'
import { findOrigin } from '../logs/find-origin.ts'
import { readLastOutput } from '../logs/last-output.ts'
import type { Parts } from './parts.ts'

type Told = Pick<ContainerDetail, 'spec' | 'specProblem'>
type Said = Pick<ContainerDetail, 'lastOutput' | 'lastOutputProblem'>
type ViewCalls = 'containers.snapshot' | 'containers.detail'

export function containerHandlers({ roots, registry, log }: Parts): Pick<Handlers, ViewCalls> {
  /** The last one: a page that is open asks every other second, and a config.json may have megabytes. */
  const described = new Map<string, { stamp: string; told: Told }>()

  async function specOf(container: Container): Promise<Told> {
    try {
      // What cannot be read has none that it could be said to run with.
      const isBroken = container.state().status === 'broken'
      const stamp = isBroken ? null : await stampOf(container.configPath)
      const before = described.get(container.configPath)
      if (before !== undefined && before.stamp === stamp) return before.told
      const told = await describe(container)
      described.clear()
      if (stamp !== null) described.set(container.configPath, { stamp, told })
      return told
    } catch (error) {
      return { spec: null, specProblem: toErrorInfo(error, log).message }
    }
  }
  async function describe(container: Container): Promise<Told> {
    const spec = readSpec(await container.spec())
    return spec === null
      ? { spec: null, specProblem: 'Its config.json is not an OCI configuration.' }
      : { spec: describeSpec(spec), specProblem: null }
  }
  async function lastOutputOf(container: Container, owner: ContainerOwner): Promise<Said> {
    try {
      const found = await findOrigin(container, owner)
      if ('reason' in found) return { lastOutput: null, lastOutputProblem: found.reason }
      return { lastOutput: await readLastOutput(found.origin), lastOutputProblem: null }
    } catch (error) {
      return { lastOutput: null, lastOutputProblem: toErrorInfo(error, log).message }
    }
  }

  return {
    'containers.snapshot': () => registry.snapshot(),
    'containers.detail': async ({ key }) => {
      const { runtime, id } = roots.find(key)
      const container = runtime.get(id)
      const { logPath } = container
      const { owner } = registry.summaryOf(container.state())
      const [spec, said] = await Promise.all([specOf(container), lastOutputOf(container, owner)])
      const state = container.state()
      return {
        summary: registry.summaryOf(state),
        ...spec,
        cgroupPath: mainCgroup(state.cgroupPaths),
        stateDirectory: key,
        logPath,
        ...said,
      }
    },
  }
}

/** Of v1's many the one that decides about pausing; v2 has one, under the empty name. */
function mainCgroup(paths: Record<string, string>): string | null {
  return paths['freezer'] ?? paths['memory'] ?? paths[''] ?? Object.values(paths)[0] ?? null
}

function describeSpec(spec: OciSpec): NonNullable<ContainerDetail['spec']> {
  const { ociVersion, hostname, process, root, linux, annotations } = spec
  return {
    ociVersion,
    hostname,
    args: process?.args ?? [],
    cwd: process?.cwd ?? '/',
    user: process === null ? '0:0' : `${process.user.uid}:${process.user.gid}`,
    readonlyRootfs: root?.readonly ?? false,
    namespaces: linux.namespaces,
    annotations,
  }
}
