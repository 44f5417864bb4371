// The processes of a container, asked for each second while they are looked at.
import { useEffect, useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import type { ProcessList } from '../../../src-shared/processes-model.ts'
import { engine } from '../../engine/index.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { repeatWhileVisible } from '../../ui/while-visible.ts'
import { cpuShares } from './cpu-shares.ts'

const everyMs = 1000
/** A difference to something older is an average that nobody asked for. */
const staleAfterMs = 5000

export interface Processes {
  list: ProcessList | null
  /** By id; see cpu-shares.ts. */
  cpu: ReadonlyMap<string, number>
  /** Why there is nothing newer; what was known stays. */
  error: ErrorInfo | null
}

const nothing: Processes = { list: null, cpu: new Map(), error: null }

export function useProcesses({ key }: ContainerSummary): Processes {
  const [state, setState] = useState<Processes>(nothing)
  useEffect(() => {
    let isCurrent = true
    const stop = repeatWhileVisible(async () => {
      try {
        const list = await engine.call('processes.list', { key })
        if (!isCurrent) return
        setState(({ list: before }) => {
          const isFresh = before !== null && list.readAt - before.readAt < staleAfterMs
          return { list, cpu: cpuShares(isFresh ? before : null, list), error: null }
        })
      } catch (error) {
        if (isCurrent) setState((known) => ({ ...known, error: toErrorInfo(error) }))
      }
    }, everyMs)
    return () => {
      isCurrent = false
      stop()
    }
  }, [key])
  return state
}
