// The calls about files in containers. Looking is for everybody's containers, changing for ours.
import { Refusal } from '../contract/failure.ts'
import type { Broadcast, Handlers } from '../contract/service.ts'
import { readChanges } from '../inside/changes.ts'
import { insideContainer, type ContainerRoot } from '../inside/container-root.ts'
import { download, upload, type Course } from '../inside/copy.ts'
import { childrenOf, detailsOf } from '../inside/directory.ts'
import { explain } from '../inside/failure.ts'
import { createIdMapReader } from '../inside/id-maps.ts'
import { openRegular, type Entry, type Place } from '../inside/inside-root.ts'
import { readMounts } from '../inside/mounts.ts'
import { patience, type Watch } from '../inside/patience.ts'
import { lossesOf, remove } from '../inside/removal.ts'
import { readAccounts } from '../terminals/accounts.ts'
import type { Container } from '../../runtime/index.ts'
import type { Parts } from './parts.ts'
import { containerOf, oursOf } from './target.ts'

type FileCalls = Extract<keyof Handlers, `files.${string}`>

/** What one directory is shown of. */
const mostEntries = 500_000
const mostAccounts = 1000
/** Of a look: a list of 100,000 takes a fifth of a second, on a slow disk some more. */
const lookMs = 10_000
/** Of a comparison with the image, which is told as far as it has come by then: well within a look. */
const changesMs = 5000
const progressEachMs = 200

export function fileHandlers({ roots }: Parts, broadcast: Broadcast): Pick<Handlers, FileCalls> {
  const readIdMaps = createIdMapReader()

  /** A look that is given up when the file system does not answer. */
  function look<Result>(
    key: string,
    what: string,
    work: (root: ContainerRoot, container: Container) => Promise<Result>,
  ): Promise<Result> {
    const container = containerOf(roots, key)
    return patience.run(key, lookMs, () => inside(container, what, (root) => work(root, container)))
  }
  /** What takes as long as it likes once the file system has answered. */
  function transferring<Result>(
    { key, transfer }: { key: string; transfer: string },
    signal: AbortSignal,
    container: Container,
    what: string,
    work: (root: ContainerRoot, course: Course) => Promise<Result>,
  ): Promise<Result> {
    return patience.run(key, lookMs, (watch) =>
      inside(container, what, (root) => work(root, courseOf(transfer, signal, watch))),
    )
  }
  function inside<Result>(
    container: Container,
    what: string,
    work: (root: ContainerRoot) => Promise<Result>,
  ): Promise<Result> {
    return insideContainer(container, work).catch((error: unknown) => {
      throw explain(error, what)
    })
  }
  function courseOf(transfer: string, signal: AbortSignal, watch: Watch): Course {
    let last = 0
    return {
      ...watch,
      signal: AbortSignal.any([signal, watch.signal]),
      onProgress(done, total) {
        const now = performance.now()
        if (now - last < progressEachMs) return
        last = now
        broadcast('files.progress', { transfer, done, total })
      },
    }
  }

  return {
    'files.list': ({ key, path }) =>
      look(key, `${path} cannot be opened`, ({ inside: root, ...where }) =>
        root.visit(path, async (place) => {
          const [children, mounts, accounts] = await Promise.all([
            childrenOf(place, mostEntries),
            readMounts(where),
            readAccounts(root),
          ])
          const own = mounts.findLast((mount) => isWithin(place.path, mount.path))
          return {
            path: place.path,
            ...children,
            isLive: where.pid !== null,
            note: where.note,
            mounts: mounts.flatMap((mount) => nameIn(place.path, mount.path)),
            isReadOnly: own?.isReadOnly ?? false,
            users: accounts.users.slice(0, mostAccounts).map(({ uid, name }) => ({ id: uid, name })),
            groups: accounts.groups.slice(0, mostAccounts).map(({ gid, name }) => ({ id: gid, name })),
          }
        }),
      ),
    'files.details': ({ key, path, names }) =>
      look(key, `${path} cannot be read`, async ({ inside: root, pid }, container) => {
        const ids = await readIdMaps(container, pid)
        return root.visit(path, (place) => detailsOf(root, place, names, ids))
      }),
    'files.read': ({ key, path, offset, length }) =>
      look(key, `${path} cannot be read`, ({ inside: root }) =>
        root.visit(path, (place) => readPiece(place, offset, length)),
      ),
    'files.changes': ({ key }, { signal }) =>
      look(key, 'What it has changed cannot be read', ({ rootfs }) =>
        readChanges(rootfs, signal, performance.now() + changesMs),
      ),
    'files.download': async ({ key, path, to, transfer }, { signal }) => {
      const bytes = await transferring(
        { key, transfer },
        signal,
        containerOf(roots, key),
        `${path} cannot be read`,
        ({ inside: root }, course) => root.visit(path, (place) => download(place, to, course)),
      )
      return { bytes }
    },
    'files.upload': async ({ key, path, name, from, replace, transfer }, { signal }) => {
      const { container } = oursOf(roots, key)
      const bytes = await transferring(
        { key, transfer },
        signal,
        container,
        `${path} cannot be opened`,
        async ({ inside: root, pid }, course) => {
          const ids = await readIdMaps(container, pid)
          const wanted = { name, from, replace, ids }
          return root.visit(path, (place) => upload(place, wanted, course))
        },
      )
      return { bytes }
    },
    'files.losses': ({ key, path }) =>
      look(key, `${path} cannot be read`, async (root) => {
        const mounts = await readMounts(root)
        return onEntry(root, path, (entry) => lossesOf(entry, mounts))
      }),
    'files.delete': async ({ key, path, transfer }, { signal }) => {
      const entries = await transferring(
        { key, transfer },
        signal,
        oursOf(roots, key).container,
        `${path} cannot be deleted`,
        async (root, course) => {
          const mounts = await readMounts(root)
          return onEntry(root, path, (entry) => remove(entry, mounts, course))
        },
      )
      return { entries }
    },
  }
}

function onEntry<Result>(
  { inside }: ContainerRoot,
  path: string,
  work: (entry: Entry) => Promise<Result>,
): Promise<Result> {
  if (/^[/.]*$/.test(path)) throw new Refusal('InvalidArgument', 'The root file system itself stays.')
  return inside.visitEntry(path, work)
}

async function readPiece(
  place: Place,
  offset: number,
  length: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; size: number }> {
  const file = await openRegular(place)
  if (file === null) {
    throw new Refusal('InvalidArgument', `${place.path} is no regular file, and nothing else is opened.`)
  }
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset)
    // An array of its own, as long as what was read.
    return { bytes: buffer.slice(0, bytesRead), size }
  } finally {
    await file.close()
  }
}

function isWithin(path: string, above: string): boolean {
  return above === '/' || path === above || path.startsWith(`${above}/`)
}

/** The name of a mount right in this directory; none for others. */
function nameIn(directory: string, path: string): string[] {
  const parent = directory === '/' ? '/' : `${directory}/`
  if (path === '/' || !path.startsWith(parent)) return []
  const name = path.slice(parent.length)
  return name === '' || name.includes('/') ? [] : [name]
}
