// What the engine says of itself: who it runs as, its runc root, the tools it found. And looking for them again.
import { create } from 'zustand'
import type { EngineInfo, Tool } from '../../src-shared/model.ts'
import { engine, onConnected } from '../engine/index.ts'

export interface EngineInfoState {
  info: EngineInfo | null
  isRechecking: boolean
}

export const useEngineInfo = create<EngineInfoState>(() => ({ info: null, isRechecking: false }))

/** Tools without which nothing can be done. */
export function missingRequired(info: EngineInfo | null): Tool[] {
  return (info?.tools ?? []).filter((tool) => tool.required && tool.path === null)
}

/** Looks for the programs again; throws what the engine answers. */
export async function recheckTools(): Promise<EngineInfo> {
  useEngineInfo.setState({ isRechecking: true })
  try {
    const info = await engine.call('engine.recheck', {})
    useEngineInfo.setState({ info })
    return info
  } finally {
    useEngineInfo.setState({ isRechecking: false })
  }
}

async function load(): Promise<void> {
  try {
    useEngineInfo.setState({ info: await engine.call('engine.info', {}) })
  } catch {
    // The connection went again; the next one asks once more.
  }
}

/** Begins to follow the engine. */
export function startEngineInfo(): void {
  engine.on('engine.changed', (info) => useEngineInfo.setState({ info }))
  onConnected(() => void load())
}
