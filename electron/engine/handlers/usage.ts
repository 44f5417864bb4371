// The stream of what containers use.
import type { StreamOpeners } from '../contract/service.ts'
import type { Parts } from './parts.ts'

export function usageStream({ sampler }: Parts): Pick<StreamOpeners, 'usage'> {
  return { usage: (_args, channel) => sampler.attach(channel) }
}
