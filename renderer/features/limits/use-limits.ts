// The limits of one container while its dialog is open: read, tried out, applied, undone.
import { useEffect, useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { LimitChanges, LimitsInForce, LimitsPreview } from '../../../src-shared/limits-model.ts'
import { engine } from '../../engine/index.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { files } from './fields.ts'

/** A value may still be being typed. */
const askAfterMs = 120

export interface LimitsState {
  inForce: LimitsInForce | null
  error: ErrorInfo | null
  isBusy: boolean
}

export function useLimits(key: string): LimitsState & {
  /** True when it was done; on failure what holds is read again, since some of it may have been done. */
  apply: (changes: LimitChanges, acknowledged: boolean) => Promise<LimitsInForce | null>
} {
  const [state, setState] = useState<LimitsState>({ inForce: null, error: null, isBusy: false })
  useEffect(() => {
    let isCurrent = true
    engine.call('limits.read', { key, files: [...files] }).then(
      (inForce) => isCurrent && setState((before) => ({ ...before, inForce })),
      (error: unknown) => isCurrent && setState((before) => ({ ...before, error: toErrorInfo(error) })),
    )
    return () => {
      isCurrent = false
    }
  }, [key])

  async function apply(changes: LimitChanges, acknowledged: boolean): Promise<LimitsInForce | null> {
    setState((before) => ({ ...before, error: null, isBusy: true }))
    try {
      const inForce = await engine.call('limits.apply', { key, changes, files: [...files], acknowledged })
      setState({ inForce, error: null, isBusy: false })
      return inForce
    } catch (failure) {
      const error = toErrorInfo(failure)
      // Unreadable as well: then what was known stays.
      const inForce = await engine.call('limits.read', { key, files: [...files] }).catch(() => null)
      setState((before) => ({ inForce: inForce ?? before.inForce, error, isBusy: false }))
      return null
    }
  }

  return { ...state, apply }
}

/** The command for these changes; null without any, and until it is known. */
export function useLimitsPreview(key: string, changes: LimitChanges): LimitsPreview | null {
  // By what they say: each drawing makes them anew.
  const text = JSON.stringify(changes)
  const [found, setFound] = useState<{ text: string; preview: LimitsPreview } | null>(null)
  useEffect(() => {
    if (text === '{}') return undefined
    let isCurrent = true
    const timer = setTimeout(() => {
      engine.call('limits.preview', { key, changes: JSON.parse(text) as LimitChanges }).then(
        (preview) => isCurrent && setFound({ text, preview }),
        // The question can be answered without it; applying will say what is wrong.
        () => {},
      )
    }, askAfterMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [key, text])
  return text === '{}' ? null : (found?.preview ?? null)
}
