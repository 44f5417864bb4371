// The calls that only look at containers.
import type { ContainerDetail } from '../../../src-shared/model.ts'
import type { Container } from '../../runtime/index.ts'
import { readSpec, type OciSpec } from '../../../src-shared/oci-config.ts'
import { toErrorInfo } from '../contract/failure.ts'
import type { Handlers } from '../contract/service.ts'
import { readLastOutput } from '../logs/last-output.ts'
import type { Parts } from './parts.ts'

type ViewCalls = 'containers.snapshot' | 'containers.detail'

export function containerHandlers({ roots, registry, log }: Parts): Pick<Handlers, ViewCalls> {
  async function specOf(container: Container): Promise<Pick<ContainerDetail, 'spec' | 'specProblem'>> {
    try {
      const spec = readSpec(await container.spec())
      return spec === null
        ? { spec: null, specProblem: 'Its config.json is not an OCI configuration.' }
        : { spec: describeSpec(spec), specProblem: null }
    } catch (error) {
      return { spec: null, specProblem: toErrorInfo(error, log).message }
    }
  }

  return {
    'containers.snapshot': () => registry.snapshot(),
    'containers.detail': async ({ key }) => {
      const { runtime, id } = roots.find(key)
      const container = runtime.get(id)
      const { logPath } = container
      const [spec, lastOutput] = await Promise.all([
        specOf(container),
        logPath === null ? null : readLastOutput(logPath),
      ])
      const state = container.state()
      return {
        summary: registry.summaryOf(state),
        ...spec,
        cgroupPath: mainCgroup(state.cgroupPaths),
        stateDirectory: key,
        logPath,
        lastOutput,
      }
    },
  }
}

/** Of v1's many the one that decides about pausing; v2 has one, under the empty name. */
function mainCgroup(paths: Record<string, string>): string | null {
  return paths[''] ?? paths['freezer'] ?? paths['memory'] ?? Object.values(paths)[0] ?? null
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
