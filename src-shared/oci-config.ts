// The parts of an OCI config.json that are shown or needed. A config.json may come from anywhere, so each field is
// taken if it is what it should be and passed over if not; what runc makes of the file is runc's to say.
import { z } from 'zod'

const namespace = z.object({ type: z.string(), path: z.string().nullable().catch(null) })

const capabilities = z.object({
  bounding: z.array(z.string()).catch([]),
  effective: z.array(z.string()).catch([]),
})

const ociSpec = z.object({
  ociVersion: z.string().catch(''),
  hostname: z.string().nullable().catch(null),
  process: z
    .object({
      terminal: z.boolean().catch(false),
      args: z.array(z.string()).catch([]),
      env: z.array(z.string()).catch([]),
      cwd: z.string().catch('/'),
      user: z
        .object({
          uid: z.number().catch(0),
          gid: z.number().catch(0),
          additionalGids: z.array(z.number()).catch([]),
        })
        .catch({ uid: 0, gid: 0, additionalGids: [] }),
      capabilities: capabilities.nullable().catch(null),
    })
    .nullable()
    .catch(null),
  root: z
    .object({ path: z.string().catch(''), readonly: z.boolean().catch(false) })
    .nullable()
    .catch(null),
  linux: z
    .object({
      namespaces: z.array(namespace).catch([]),
      cgroupsPath: z.string().nullable().catch(null),
    })
    .catch({ namespaces: [], cgroupsPath: null }),
  annotations: z.record(z.string(), z.string()).catch({}),
})
export type OciSpec = z.infer<typeof ociSpec>
export type OciProcess = NonNullable<OciSpec['process']>

/** Null when it is not even an object. */
export function readSpec(value: unknown): OciSpec | null {
  const parsed = ociSpec.safeParse(value)
  return parsed.success ? parsed.data : null
}

const idMapping = z.object({ containerID: z.number(), hostID: z.number(), size: z.number() })
export type IdMapping = z.infer<typeof idMapping>
const idMappings = z.object({
  linux: z.object({
    uidMappings: z.array(idMapping).catch([]),
    gidMappings: z.array(idMapping).catch([]),
  }),
})

/** Empty for a container whose users and groups are numbered as the machine's. */
export function readIdMappings(value: unknown): { users: IdMapping[]; groups: IdMapping[] } {
  const parsed = idMappings.safeParse(value)
  if (!parsed.success) return { users: [], groups: [] }
  const { uidMappings, gidMappings } = parsed.data.linux
  return { users: uidMappings, groups: gidMappings }
}
