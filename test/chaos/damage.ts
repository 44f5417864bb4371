// What a bad disk, a careless administrator or another crash does to files while no engine is there.
import {
  appendFileSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Random } from './random.ts'
import { directoryOf, layoutOf } from './truth.ts'
import type { Expectation, World } from './world.ts'

export type DamageKind = 'state' | 'metadata' | 'exit' | 'log' | 'pid files' | 'monitor' | 'ghosts'

const weights: Record<DamageKind, number> = {
  state: 2,
  metadata: 2,
  exit: 2,
  log: 2,
  'pid files': 2,
  monitor: 1,
  ghosts: 2,
}

/** More at once would leave nothing to go on with. */
const mostDamaged = 3

/** Of a process that has ended: above every pid_max. */
const nobody = 2 ** 22 + 1

/** Damages something of one of the containers; says what, or null where nothing was fit for it. */
export function damage(
  folder: string,
  world: World,
  targets: readonly Expectation[],
  strangerPid: number,
  random: Random,
): string | null {
  const kind = random.weighted(weights)
  if (kind === 'ghosts') return makeGhosts(folder, world, random)
  const damaged = [...world.containers.values()].filter(({ damages }) => damages.size > 0)
  const fit = targets.filter((one) => isFit(kind, one))
  if (fit.length === 0 || damaged.length >= mostDamaged) return null
  const target = random.pick(fit)
  const places = layoutOf(folder).places(target.id)
  switch (kind) {
    case 'state':
      spoil(join(directoryOf(folder, 'root'), target.id, 'state.json'), random)
      target.damages.add('state')
      break
    case 'metadata':
      spoil(places.metadata, random)
      target.damages.add('metadata')
      break
    case 'exit':
      if (!existsSync(places.exitFile)) return null
      spoil(places.exitFile, random)
      target.damages.add('exit')
      break
    case 'log':
      appendFileSync(places.log, random.chance(0.5) ? '\0\xff garbage' : '\nno record\n')
      target.damages.add('log')
      break
    case 'pid files':
      // Whoever believes them signals a stranger.
      for (const path of [places.initPidFile, places.monitorPidFile]) writeFileSync(path, String(strangerPid))
      break
    case 'monitor': {
      const metadata = JSON.parse(readFileSync(places.metadata, 'utf8')) as Record<string, unknown>
      const monitor = { pid: strangerPid, startTime: 1 }
      writeFileSync(places.metadata, JSON.stringify({ ...metadata, monitor }))
      // To the engine, that is.
      target.damages.add('monitor')
      break
    }
  }
  return `${kind} of ${target.id}`
}

function isFit(
  kind: DamageKind,
  { statuses, presence, damages, isForeign, ownsBundle }: Expectation,
): boolean {
  if (presence !== 'sure' || isForeign || ownsBundle || damages.size > 0) return false
  return kind !== 'exit' || (statuses.size === 1 && statuses.has('stopped'))
}

function spoil(path: string, random: Random): void {
  const text = readFileSync(path)
  const ways = [
    text.subarray(0, text.length >> 1),
    Buffer.alloc(0),
    Buffer.from('\0\0\0\0'),
    Buffer.from('{}'),
  ]
  writeFileSync(path, random.pick(ways))
}

/** Things that look like ours and belong to nobody. */
function makeGhosts(folder: string, world: World, random: Random): string {
  const name = `ghost-${random.below(1_000_000)}`
  const place = (kind: Parameters<typeof directoryOf>[1], file: string): string =>
    join(directoryOf(folder, kind), file)
  mkdirSync(place('root', name))
  mkdirSync(place('containers', name))
  writeFileSync(join(place('containers', name), `meta.json.${nobody}.0.tmp`), '{')
  writeFileSync(place('exits', name), '0')
  writeFileSync(place('operations', `${nobody}-1.log`), '')
  const socket = random
    .below(2 ** 31)
    .toString(16)
    .padStart(16, '0')
  symlinkSync(join(place('containers', name), 'bundle'), place('sockets', socket))
  // A young one would be taken for a creation under way.
  const old = minutesAgo()
  lutimesSync(place('root', name), old, old)
  world.ghosts.add(name)
  world.ids.add(name)
  return `ghosts ${name}`
}

function minutesAgo(): Date {
  return new Date(Date.now() - 120_000)
}

/** Makes everything that we keep two minutes older, as if so much time had passed. */
export function age(folder: string): void {
  const old = minutesAgo()
  for (const place of [
    'containers',
    'exits',
    'processes',
    'operations',
    'sockets',
    'bundles',
    'checkpoints',
  ] as const) {
    const directory = directoryOf(folder, place)
    if (!existsSync(directory)) continue
    for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
      try {
        lutimesSync(join(entry.parentPath, entry.name), old, old)
      } catch {
        // Gone in the meantime.
      }
    }
  }
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
