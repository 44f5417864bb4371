// The bundle of a sample goes with a creation that has failed, but never from under a container that is there.
import { expect, it, vi } from 'vitest'
import { creationHandlers } from '../../../../electron/engine/handlers/creation.ts'
import type { Parts } from '../../../../electron/engine/handlers/parts.ts'
import { RuncError } from '../../../../electron/runtime/index.ts'
import { createMemoryRuntime } from '../../../fixtures/engine/memory-runtime.ts'

const unreadable = new RuncError('PermissionDenied', 'The root cannot be read.')

it.each([
  ['is gone when runc knows nothing of it', 'Internal', () => {}, true],
  ['stays when runc has made the container all the same', 'Internal', null, false],
  ['stays when nobody can tell', 'Internal', unreadable, false],
  ['is gone when the id is that of somebody else’s container', 'Exists', null, true],
] as const)('%s', async (_what, code, found, isRemoved) => {
  const runtime = createMemoryRuntime()
  vi.spyOn(runtime, 'create').mockImplementation((id) => {
    if (found === null) runtime.put(id, {})
    if (found === unreadable) {
      vi.spyOn(runtime, 'get').mockImplementation(() => {
        throw unreadable
      })
    }
    return Promise.reject(new RuncError(code, 'It failed.'))
  })
  const remove = vi.fn<(id: string) => Promise<void>>().mockResolvedValue()
  const parts: unknown = {
    roots: { own: runtime },
    registry: {
      has: () => false,
      whileMaking: (_announced: unknown, work: () => Promise<void>) => work(),
    },
    bundles: {
      has: () => false,
      pathOf: (id: string) => `/bundles/${id}`,
      make: () => Promise.resolve(),
      remove,
      settle: () => Promise.resolve(),
    },
    sample: {},
    log: () => {},
  }
  const { 'containers.createSample': createSample } = creationHandlers(parts as Parts)
  const creation = createSample({ id: null }, { signal: new AbortController().signal })
  await expect(creation).rejects.toMatchObject({ code })
  expect(remove.mock.calls).toEqual(isRemoved ? [['sample-1']] : [])
})
