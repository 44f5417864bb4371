// What managers keep of their containers on disk: the name that they go by, their image, their labels. These files are
// other programs' own; whatever is not as expected is passed over.
import { open } from 'node:fs/promises'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** What a manager calls a container. */
export interface ManagedName {
  name: string | null
  image: string | null
  labels: Record<string, string>
}

/** Docker's are some 10 KB; a storage of thousands of Podman's containers has a few MB. */
const largestBytes = 8 * 1024 * 1024

const bundleConfig = z.object({
  mounts: z.array(z.object({ source: z.string().catch('') })).catch([]),
})
const dockerConfig = z.object({
  Name: z.string().catch(''),
  Config: z
    .object({ Image: z.string().nullable().catch(null), Labels: z.record(z.string(), z.string()).catch({}) })
    .catch({ Image: null, Labels: {} }),
})
const podmanContainers = z.array(
  z
    .object({
      id: z.string(),
      names: z.array(z.string()).catch([]),
      metadata: z.string().catch(''),
    })
    .nullable()
    .catch(null),
)
const podmanMetadata = z.object({ 'image-name': z.string().nullable().catch(null) })

/**
 * Where Docker describes a container: below its data root, which the bundle's own mounts (`hostname`, `hosts`,
 * `resolv.conf`) lie in too.
 */
export async function dockerFileOf(id: string, bundle: string): Promise<string> {
  const config = bundleConfig.safeParse(await readJson(join(bundle, 'config.json')))
  const mounts = config.success ? config.data.mounts : []
  for (const { source } of mounts) {
    const dataRoot = /^(\/.*)\/containers\/[0-9a-f]{64}\//.exec(source)?.[1]
    if (dataRoot !== undefined) return join(dataRoot, 'containers', id, 'config.v2.json')
  }
  return join('/var/lib/docker/containers', id, 'config.v2.json')
}

export function parseDockerFile(value: unknown): ManagedName | null {
  const parsed = dockerConfig.safeParse(value)
  if (!parsed.success) return null
  const { Name, Config } = parsed.data
  return { name: Name.replace(/^\//, '') || null, image: Config.Image, labels: Config.Labels }
}

/** Where the storage that a bundle of Podman's lies in lists its containers: `<storage>/<driver>-containers`. */
export function podmanFileOf(bundle: string): string | null {
  return bundle.endsWith('/userdata') ? join(dirname(dirname(bundle)), 'containers.json') : null
}

/** By id. */
export function parsePodmanFile(value: unknown): Map<string, ManagedName> {
  const parsed = podmanContainers.safeParse(value)
  const names = new Map<string, ManagedName>()
  for (const container of parsed.success ? parsed.data : []) {
    if (container === null) continue
    const metadata = podmanMetadata.safeParse(valueOf(container.metadata))
    names.set(container.id, {
      name: container.names[0] ?? null,
      image: metadata.success ? metadata.data['image-name'] : null,
      labels: {},
    })
  }
  return names
}

/** Null for what is not there, not ours to read, not a file, far too large or not JSON. Never waits for a fifo. */
export async function readJson(path: string): Promise<unknown> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const stat = await file.stat()
      return stat.isFile() && stat.size <= largestBytes ? valueOf(await file.readFile('utf8')) : null
    } finally {
      await file.close()
    }
  } catch {
    return null // Then its manager's name for it is not known, and it goes by its id.
  }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Being written, or nobody's.
  }
}
