// For every call: arguments that it must refuse. Made from the schema, so that a new call is covered by being there.
import type { z } from 'zod'
import { calls, type CallName } from '../../../src-shared/contract.ts'

/** Longer than any argument may be. */
const huge = 'x'.repeat(200 * 1024)
/** No call takes these as a whole. */
const wrongWholes: unknown[] = [null, 5, 'text', true, [], [{}], { unknown: 1 }, { [huge]: 1 }]
/** One of these is wrong for any field. */
const wrongValues: unknown[] = [null, -1, 1e300, '', huge, '-\u0000', true, [], ['a', 5], {}, { toString: 1 }]

/** Arguments that the call takes, for the fuzzer to spoil one at a time. */
const good: { [Name in CallName]: z.input<(typeof calls)[Name]['args']> } = {
  'engine.ping': {},
  'engine.info': {},
  'engine.recheck': {},
  'containers.snapshot': {},
  'containers.detail': { key: '/r/a' },
  'containers.check': { id: 'a', bundle: '/b' },
  'containers.create': { id: 'a', bundle: '/b' },
  'containers.createSample': { id: 'a' },
  'containers.start': { key: '/r/a', acknowledged: true },
  'containers.stop': { key: '/r/a', graceMs: 5, acknowledged: true },
  'containers.kill': { key: '/r/a', signal: 'TERM' },
  'containers.pause': { key: '/r/a', acknowledged: true },
  'containers.resume': { key: '/r/a', acknowledged: true },
  'containers.delete': { key: '/r/a', force: true, acknowledged: true },
  'roots.add': { path: '/r' },
  'roots.remove': { path: '/r' },
  'commands.recent': {},
  'commands.preview': { key: '/r/a', action: 'start' },
  'processes.list': { key: '/r/a' },
  'processes.detail': { key: '/r/a', pid: 5, startTime: 7 },
  'processes.environment': { key: '/r/a', pid: 5, startTime: 7, withValues: true },
  'processes.preview': { key: '/r/a', pid: 5, startTime: 7, signal: 'TERM' },
  'processes.signal': { key: '/r/a', pid: 5, startTime: 7, signal: 'TERM', acknowledged: true },
  'limits.read': { key: '/r/a', files: ['memory.high'] },
  'limits.preview': { key: '/r/a', changes: { pids: { limit: 5 } } },
  'limits.apply': { key: '/r/a', changes: { pids: { limit: 5 } }, files: [], acknowledged: true },
  'stats.read': { key: '/r/a' },
  'terminals.list': {},
  'terminals.options': { key: '/run/runc/a' },
  'terminals.preview': { key: '/run/runc/a', request: { args: ['sh'] } },
  'terminals.open': { key: '/run/runc/a', request: { args: ['sh'] }, columns: 80, rows: 24 },
  'terminals.attach': { key: '/run/runc/a' },
  'terminals.runAgain': { id: 'a', columns: 80, rows: 24 },
  'terminals.rename': { id: 'a', name: 'build' },
  'terminals.signal': { id: 'a', signal: 'INT' },
  'terminals.close': { id: 'a' },
  'checkpoints.list': { key: '/r/a' },
  'checkpoints.preview': { key: '/r/a', request: { name: 'one', leaveRunning: true } },
  'checkpoints.take': { key: '/r/a', request: { name: 'one', leaveRunning: true }, acknowledged: true },
  'checkpoints.restore': { key: '/r/a', name: 'one', id: 'b', request: {} },
  'checkpoints.delete': { key: '/r/a', name: 'one' },
  'files.list': { key: '/r/a', path: '/' },
  'files.details': { key: '/r/a', path: '/', names: ['etc'] },
  'files.read': { key: '/r/a', path: '/f', offset: 0, length: 5 },
  'files.changes': { key: '/r/a' },
  'files.download': { key: '/r/a', path: '/f', to: '/f', transfer: 't' },
  'files.upload': { key: '/r/a', path: '/', name: 'f', from: '/f', replace: true, transfer: 't' },
  'files.losses': { key: '/r/a', path: '/f' },
  'config.read': { key: '/r/a' },
  'config.raw': { key: '/r/a', file: 'state' },
  'files.delete': { key: '/r/a', path: '/f', transfer: 't' },
  'logs.source': { key: '/r/a' },
  'logs.page': { key: '/r/a', from: 'end', direction: 'before', output: 'stderr' },
  'logs.placeOfTime': { key: '/r/a', time: 1 },
}

export function badArguments(name: CallName): unknown[] {
  const schema: z.ZodType = calls[name].args
  const whole = good[name] as Record<string, unknown>
  if (!schema.safeParse(whole).success)
    throw new Error(`The good arguments of ${name} are not good any more.`)
  const missing = Object.keys(whole).map((key) =>
    Object.fromEntries(Object.entries(whole).filter(([other]) => other !== key)),
  )
  const spoilt = Object.keys(whole).flatMap((key) =>
    wrongValues.map((value) => Object.assign({}, whole, { [key]: value })),
  )
  const wrong = [...missing, ...spoilt].filter((args) => !schema.safeParse(args).success)
  for (const key of Object.keys(whole)) {
    const isCovered = wrong.some((args) => Object.keys(args).includes(key) && args[key] !== whole[key])
    if (!isCovered) throw new Error(`Nothing is wrong for ${key} of ${name}: the fuzzer does not reach it.`)
  }
  return [...wrongWholes, { ...whole, unknown: 1 }, ...wrong]
}
