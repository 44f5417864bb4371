// The calls and streams about a container's log. All of them only look; saving writes where the user has chosen.
import type { LogSource } from '../../../src-shared/logs-model.ts'
import { Refusal, toErrorInfo } from '../contract/failure.ts'
import type { ByteChannel, Handlers, StreamEndpoint, StreamOpeners } from '../contract/service.ts'
import { findOrigin, type FoundOrigin } from '../logs/find-origin.ts'
import { followLog } from '../logs/follow.ts'
import { sizeOf, type LogOrigin } from '../logs/log-origin.ts'
import { readPage } from '../logs/pages.ts'
import { placeOfTime } from '../logs/place-of-time.ts'
import { saveLog } from '../logs/save.ts'
import { searchLog } from '../logs/search.ts'
import type { StreamEnd, StreamName } from '../../../src-shared/contract.ts'
import type { Parts } from './parts.ts'

type LogCalls = Extract<keyof Handlers, `logs.${string}`>
type LogStreams = Extract<StreamName, `log${string}`>

export function logHandlers(parts: Parts): Pick<Handlers, LogCalls> {
  return {
    'logs.source': async ({ key }): Promise<LogSource> => {
      const found = await find(parts, key)
      if ('reason' in found) return { isThere: false, reason: found.reason }
      const { path, note, files, isLive } = found.origin
      return { isThere: true, path, note, size: sizeOf(files()), isLive: isLive() }
    },
    'logs.page': async ({ key, from, direction, output }) =>
      readPage(await originOf(parts, key), { from, direction, output }),
    'logs.placeOfTime': async ({ key, time }) => placeOfTime(await originOf(parts, key), time),
  }
}

/** Each search has two threads; a page has one. */
const mostSearches = 4

export function logStreams(parts: Parts): Pick<StreamOpeners, LogStreams> {
  let searches = 0
  /** Counted until its threads have ended. */
  async function inTurn<Result>(search: () => Promise<Result>): Promise<Result> {
    if (searches >= mostSearches) {
      throw new Refusal(
        'NotSupported',
        `${mostSearches} searches are running already; stop one of them first.`,
      )
    }
    searches += 1
    try {
      return await search()
    } finally {
      searches -= 1
    }
  }
  return {
    logFollow: ({ key, from, output }, channel) =>
      serve(parts, channel, async (signal, drained) => {
        await followLog(await originOf(parts, key), { from, output }, channel, drained, signal)
        return {}
      }),
    logSearch: ({ key, output, ...query }, channel) =>
      serve(parts, channel, async (signal) => ({
        count: await inTurn(async () =>
          searchLog(await originOf(parts, key), query, output, channel, signal),
        ),
      })),
    logSave: ({ key, ...request }, channel) =>
      serve(parts, channel, async (signal) => ({
        bytes: await saveLog(await originOf(parts, key), request, channel, signal),
      })),
  }
}

function find({ roots, registry }: Parts, key: string): Promise<FoundOrigin> {
  const { runtime, id } = roots.find(key)
  const container = runtime.get(id)
  return findOrigin(container, registry.summaryOf(container.state()).owner)
}

async function originOf(parts: Parts, key: string): Promise<LogOrigin> {
  const found = await find(parts, key)
  if ('reason' in found) throw new Refusal('NotSupported', found.reason)
  return found.origin
}

/** Work that sends through a channel, until it is done or nobody wants it. */
function serve<Name extends LogStreams>(
  { log }: Parts,
  channel: ByteChannel<Name>,
  work: (signal: AbortSignal, drained: () => Promise<void>) => Promise<StreamEnd<Name>>,
): StreamEndpoint<Name> {
  const abort = new AbortController()
  let wake = (): void => {}
  const drained = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })
  async function run(): Promise<void> {
    try {
      const end = await work(abort.signal, drained)
      if (!abort.signal.aborted) channel.end(end)
    } catch (error) {
      if (!abort.signal.aborted) channel.fail(toErrorInfo(error, log))
    }
  }
  void run()
  return {
    input() {},
    drained: () => wake(),
    detached() {
      abort.abort()
      wake()
    },
  }
}
