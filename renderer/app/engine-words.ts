// The engine's state in words, from what main says of its process and whether this window is connected to it.
import type { EngineConnectionState } from '../engine/index.ts'

export type EngineMood = 'well' | 'waiting' | 'failed'

export interface EngineWords {
  mood: EngineMood
  text: string
}

export function engineWords({ process, connected }: EngineConnectionState): EngineWords {
  if (process.state === 'failed') return { mood: 'failed', text: 'Engine stopped' }
  if (connected && process.state === 'silent') return { mood: 'waiting', text: 'Engine silent' }
  if (connected) return { mood: 'well', text: 'Engine running' }
  if (process.state === 'restarting') return { mood: 'waiting', text: 'Engine restarting' }
  return { mood: 'waiting', text: process.state === 'starting' ? 'Engine starting' : 'Engine connecting' }
}
