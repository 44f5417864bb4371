// The stream of what containers use.
import type { StreamOpeners } from '../contract/service.ts'

export function usageStream(): Pick<StreamOpeners, 'usage'> {
  return { usage: () => ({ input() {}, drained() {}, detached() {} }) }
}
