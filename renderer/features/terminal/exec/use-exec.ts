// What the dialog asks the engine: once what the container offers, and as one types the command that would be run.
import { useEffect, useState } from 'react'
import type {
  ProcessRequest,
  TerminalOptions,
  TerminalPreview,
} from '../../../../src-shared/terminal-model.ts'
import { previewRequest, readTerminalOptions } from './session-calls.ts'

/** From the last key to the question. */
const previewAfterMs = 120

/** Null until it is known; an engine that cannot tell leaves the fields as they are. */
export function useOptions(containerKey: string): TerminalOptions | null {
  const [options, setOptions] = useState<TerminalOptions | null>(null)
  useEffect(() => {
    let isWanted = true
    readTerminalOptions(containerKey).then(
      (found) => isWanted && setOptions(found),
      // The preview says what is wrong with the container.
      () => {},
    )
    return () => {
      isWanted = false
    }
  }, [containerKey])
  return options
}

/** The last answer stays while the next one is on its way, so that nothing flickers; null for no request. */
export function useRequestPreview(
  containerKey: string,
  request: ProcessRequest | null,
): TerminalPreview | null {
  const [preview, setPreview] = useState<TerminalPreview | null>(null)
  const asked = request === null ? null : JSON.stringify(request)
  useEffect(() => {
    if (asked === null) return undefined
    let isWanted = true
    const timer = setTimeout(() => {
      previewRequest(containerKey, JSON.parse(asked) as ProcessRequest).then(
        (found) => isWanted && setPreview(found),
        // The engine is gone, which the window says.
        () => isWanted && setPreview(null),
      )
    }, previewAfterMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [containerKey, asked])
  return asked === null ? null : preview
}
