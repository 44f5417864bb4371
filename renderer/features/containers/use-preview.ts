// The commands that an action would run, asked of the engine while a question is open.
import { useEffect, useState } from 'react'
import type { Action } from '../../../src-shared/actions.ts'
import { engine } from '../../engine/index.ts'
import { commandText } from '../../ui/command-text.ts'

/** A signal may still be being typed. */
const askAfterMs = 80

/** The lines; null until they are known or when nobody can say. */
export function usePreview(
  key: string,
  action: Exclude<Action, 'checkpoint'>,
  signal?: string,
): readonly string[] | null {
  const [lines, setLines] = useState<readonly string[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => {
      engine.call('commands.preview', { key, action, ...(signal === undefined ? {} : { signal }) }).then(
        (commands) => isCurrent && setLines(commands.map(commandText)),
        // The question can be answered without it; the action itself will say what is wrong.
        () => isCurrent && setLines(null),
      )
    }, askAfterMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [key, action, signal])
  return lines
}
