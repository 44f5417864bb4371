// The command that a checkpoint would be taken with, and what is wrong with it, asked of the engine as one types.
import { useEffect, useState } from 'react'
import type { CheckpointRequest } from '../../../src-shared/checkpoint-model.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import { engine } from '../../engine/index.ts'
import { toErrorInfo } from '../../ui/error-text.ts'

export interface TakePreview {
  argv: readonly string[]
  problem: ErrorInfo | null
}

const askAfterMs = 80

/** Null until it is known. */
export function useTakePreview(key: string, request: CheckpointRequest): TakePreview | null {
  const [preview, setPreview] = useState<TakePreview | null>(null)
  // By its content: the object is another at each drawing.
  const text = JSON.stringify(request)
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => {
      engine.call('checkpoints.preview', { key, request: JSON.parse(text) as CheckpointRequest }).then(
        (answer) => isCurrent && setPreview(answer),
        (error: unknown) => isCurrent && setPreview({ argv: [], problem: toErrorInfo(error) }),
      )
    }, askAfterMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [key, text])
  return preview
}
