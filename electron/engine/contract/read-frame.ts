// Makes sure that what a client sent is a frame at all. Names and arguments are judged later, by the contract.
import type { ClientFrame } from '../../../src-shared/frames.ts'

/**
 * Null for what is no frame. A name that is not a string becomes the empty one, so that a call or stream with a
 * readable number still gets its answer.
 */
export function readClientFrame(value: unknown): ClientFrame | null {
  if (typeof value !== 'object' || value === null) return null
  const frame = value as Record<string, unknown>
  switch (frame['type']) {
    case 'call': {
      const call = readNumber(frame['call'])
      return call === null ? null : { type: 'call', call, name: readName(frame['name']), args: frame['args'] }
    }
    case 'cancel': {
      const call = readNumber(frame['call'])
      return call === null ? null : { type: 'cancel', call }
    }
    case 'open': {
      const stream = readNumber(frame['stream'])
      return stream === null
        ? null
        : { type: 'open', stream, name: readName(frame['name']), args: frame['args'] }
    }
    case 'send': {
      const stream = readNumber(frame['stream'])
      return stream === null ? null : { type: 'send', stream, data: frame['data'] }
    }
    case 'acknowledge': {
      const stream = readNumber(frame['stream'])
      const bytes = readNumber(frame['bytes'])
      return stream === null || bytes === null ? null : { type: 'acknowledge', stream, bytes }
    }
    case 'close': {
      const stream = readNumber(frame['stream'])
      return stream === null ? null : { type: 'close', stream }
    }
    default:
      return null
  }
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

function readName(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
