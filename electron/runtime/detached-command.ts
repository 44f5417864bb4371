// conmon's command line for a process that outlives us.
import type { RuntimeContext } from './context.ts'
import { detachedPlaces } from './detached-places.ts'
import { monitorLogBytes } from './log-rotation.ts'
import { execMonitorArguments } from './monitor.ts'

export interface DetachedStreams {
  terminal: boolean
  stdin: boolean
  /** Flags of `runc exec` that conmon does not set by itself. */
  flags: readonly string[]
}

/** Throws MonitorMissing and RuntimeMissing. */
export function detachedArguments(
  context: RuntimeContext,
  containerId: string,
  id: string,
  streams: DetachedStreams,
): string[] {
  const { layout } = context
  const args = execMonitorArguments({
    ...streams,
    id: containerId,
    layout,
    runcPath: context.runcPath(),
    places: detachedPlaces(layout, containerId, id),
    key: layout.monitorKey(`${containerId}\0${id}`),
    globalFlags: context.globalFlags(),
    logBytes: monitorLogBytes(context.supervision.logLimits),
  })
  return [context.conmonPath(), ...args]
}
